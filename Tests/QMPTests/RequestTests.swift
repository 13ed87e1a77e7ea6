import QMP
import Testing

@Suite struct RequestTests {
  @Test func `a request is one line with its id`() {
    #expect(
      Request("query-jobs").encoded(id: "x-1").text == """
        {"execute": "query-jobs", "id": "x-1"}\n
        """
    )
  }

  @Test func `arguments keep their order, and none are sent where there are none`() {
    let request = Request("job-pause", ["id": "a\nb", "deep": ["x": [1]]])
    #expect(
      request.encoded(id: "x-2").text == """
        {"execute": "job-pause", "arguments": {"id": "a\\nb", "deep": {"x": [1]}}, "id": "x-2"}\n
        """
    )
    #expect(Request("quit", [:]).message == ["execute": "quit"])
  }
}
