import Jobs
import Simulator

extension Manual {
  /// The record behind every format.
  var outputPage: ManualPage {
    page("jobctl-output", section: 5, summary: "how jobctl prints jobs") { mdoc in
      mdoc.section("Description")
      mdoc.prose(
        """
        One record stands behind everything that \(command: "list") and \(command: "show") print of a job. Its fields \
        have QEMU's names, in every format.
        """
      )
      mdoc.subsection("Fields")
      mdoc.list(JobField.allCases.map { ("Cm \(Mdoc.argument($0.rawValue))", Self.text(of: $0)) })
      mdoc.subsection("Formats")
      mdoc.list(
        OutputOptions.Format.allCases.map { format in
          (
            "Cm \(Mdoc.argument(format.rawValue))",
            "\(text: PlainText.capitalized(format.summary))."
          )
        }
      )
      mdoc.macro("Pp")
      mdoc.paragraphs(Self.rules)
      mdoc.section("Examples")
      mdoc.examples([
        Example("list -o tsv --no-header --columns id,status", "two fields for a script"),
        Example("show mirror0 -o json", "all fields of one job"),
      ])
      mdoc.seeAlso([
        (name: "jobctl-list", section: 1), (name: "jobctl-show", section: 1),
        (name: "jobctl-watch", section: 1), (name: "jobctl-jobs", section: 7),
      ])
    }
  }

  private static func text(of field: JobField) -> Prose {
    """
    (\(text: field.kind)) \(text: PlainText.capitalized(field.summary)). \(field.absence) \(field.source)
    """
  }

  private static let rules: [Prose] = [
    """
    What is not known is \(literal: "-") in tables, absent in JSON, and empty in tsv. Tables have sizes for people, \
    unless \(OutputOptions.exact) is given; all other formats have exact numbers. On a terminal a table leaves out \
    the least important columns that do not fit; elsewhere it is whole.
    """,
    """
    In tsv \(literal: "\\t"), \(literal: "\\n") and \(literal: "\\\\") stand for such characters and \
    \(literal: "\\xNN") for other control characters, in tables and names too; characters that reorder, hide or \
    break text are \(literal: "\\u{NNNN}"). JSON has its own escapes, for the same characters.
    """,
    """
    What \(command: "watch") prints is in \(page: "jobctl-watch", section: 1).
    """,
  ]

  // MARK: - Scenarios

  /// The files that the sandbox plays.
  var scenarioPage: ManualPage {
    page("jobctl-scenario", section: 5, summary: "what happens in jobctl's sandbox") { mdoc in
      mdoc.section("Description")
      mdoc.paragraphs(Self.scenarioIntroduction)
      mdoc.subsection("Fields")
      mdoc.list(
        ScenarioField.all.map { field in
          let standard: Prose =
            field.standard.map { "If it is missing: \(literal: $0)." } ?? "It must be there."
          return ("Cm \(Mdoc.argument(field.path))", "\(field.meaning) \(standard)")
        }
      )
      mdoc.subsection("Built-in scenarios")
      mdoc.list(
        BuiltInScenario.allCases.map { scenario in
          ("Cm \(scenario.rawValue)", "\(text: PlainText.capitalized(scenario.summary)).")
        }
      )
      mdoc.section("Examples")
      mdoc.prose("A backup that stops at an error of its source and goes on when it is resumed:")
      mdoc.display(Self.scenario)
      mdoc.macro("Pp")
      mdoc.prose("With that in a file:")
      mdoc.display(["jobctl sandbox --scenario broken.json -- sh"])
      mdoc.seeAlso([(name: "jobctl-sandbox", section: 1)])
      mdoc.section("Caveats")
      mdoc.prose(Self.differences)
    }
  }

  private static let scenarioIntroduction: [Prose] = [
    """
    A scenario is a JSON object: the disks of a simulated machine, and what is done with them and when. \
    \(command: "sandbox --scenario") plays one.
    """,
    """
    Sizes are bytes or strings as \(literal: "8G"), times seconds or strings as \(literal: "500ms"). A field that is \
    unknown is an error that names it.
    """,
  ]

  /// The lines of a scenario that is read and played.
  package static let scenario = [
    "{",
    "  \"disks\": [",
    "    {\"name\": \"disk0\", \"size\": \"8G\",",
    "     \"faults\": [{\"at\": \"1G\", \"cause\": \"io\"}]},",
    "    {\"name\": \"copy0\", \"size\": \"8G\"}",
    "  ],",
    "  \"steps\": [",
    "    {\"after\": \"2s\", \"execute\": \"blockdev-backup\",",
    "     \"arguments\": {\"job-id\": \"b0\", \"sync\": \"full\",",
    "                   \"device\": \"disk0\", \"target\": \"copy0\",",
    "                   \"on-source-error\": \"stop\"}}",
    "  ]",
    "}",
  ]

  private static let differences: Prose = """
    Images are not made (a \(literal: "blockdev-create") below \(literal: "/nonexistent/") fails, any other succeeds), \
    nodes cannot be added, and the block layer's other commands are missing. A pause always shows at once: QEMU before \
    6.0 goes on saying \(JobStatus.running) of a job that sleeps to keep to its limit.
    """
}
