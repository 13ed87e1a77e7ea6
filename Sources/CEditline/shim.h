/* libedit (editline(3), histedit.h), with a typed wrapper for each call of variable arguments, which
   Swift cannot make. Text is wide everywhere, so that nothing depends on the locale. */
#ifndef JOBCTL_CEDITLINE_H
#define JOBCTL_CEDITLINE_H

#include <errno.h>
#include <histedit.h>
#include <stdio.h>
#include <unistd.h>
#include <wchar.h>

/* An editor that reads keys from `input` and draws on `output`, through a stream of its own that is
   buffered until libedit flushes it; NULL when there is no memory, or no descriptor. What el_init(3)
   complains about goes nowhere. */
static inline EditLine *ceditline_open(const char *program, int input, int output) {
  int copy = dup(output);
  FILE *out = copy < 0 ? NULL : fdopen(copy, "w");
  FILE *null = fopen("/dev/null", "w");
  EditLine *editor = NULL;
  if (out != NULL && null != NULL && setvbuf(out, NULL, _IOFBF, 1 << 16) == 0) {
    editor = el_init_fd(program, stdin, out, null, input, output, fileno(null));
  }
  if (editor != NULL) el_wset(editor, EL_SETFP, 2, out);
  if (null != NULL) fclose(null);
  if (editor == NULL && out != NULL) fclose(out);
  if (editor == NULL && out == NULL && copy >= 0) close(copy);
  return editor;
}

static inline FILE *ceditline_output(EditLine *editor) {
  FILE *out = NULL;
  el_wget(editor, EL_GETFP, 1, &out);
  return out;
}

/* Frees everything. With editing switched off it leaves the terminal's modes to the caller, and what
   has been typed to whoever reads next: el_end(3) would drop that. */
static inline void ceditline_close(EditLine *editor) {
  FILE *out = ceditline_output(editor);
  el_wset(editor, EL_EDITMODE, 0);
  el_end(editor);
  if (out != NULL) fclose(out);
}

/* Writes on the editor's stream, behind what libedit has written and not flushed. */
static inline void ceditline_write(EditLine *editor, const void *bytes, size_t count) {
  FILE *out = ceditline_output(editor);
  if (out != NULL) fwrite(bytes, 1, count, out);
}

static inline void ceditline_flush(EditLine *editor) {
  FILE *out = ceditline_output(editor);
  if (out != NULL) fflush(out);
}

static inline void ceditline_set_client(EditLine *editor, void *client) {
  el_wset(editor, EL_CLIENTDATA, client);
}

static inline void *ceditline_client(EditLine *editor) {
  void *client = NULL;
  el_wget(editor, EL_CLIENTDATA, &client);
  return client;
}

/* The prompt's text stays the caller's. */
static inline void ceditline_set_prompt(EditLine *editor, wchar_t *(*prompt)(EditLine *)) {
  el_wset(editor, EL_PROMPT, prompt);
}

/* Where keys come from: 1 and a character, 0 at the end, -1 and errno. */
static inline void ceditline_set_reader(EditLine *editor, int (*reader)(EditLine *, wchar_t *)) {
  el_wset(editor, EL_GETCFN, reader);
}

/* Ends the reading of a line as a signal does that interrupts it. */
static inline int ceditline_interrupted(void) {
  errno = EINTR;
  return -1;
}

/* "emacs" or "vi". */
static inline void ceditline_set_editor(EditLine *editor, const wchar_t *name) {
  el_wset(editor, EL_EDITOR, name);
}

static inline const wchar_t *ceditline_editor(EditLine *editor) {
  const wchar_t *name = NULL;
  el_wget(editor, EL_EDITOR, &name);
  return name;
}

/* Adds the editor command `complete-word`. */
static inline void ceditline_add_completion(EditLine *editor,
                                            unsigned char (*function)(EditLine *, int)) {
  el_wset(editor, EL_ADDFN, L"complete-word", L"Complete the word before the cursor", function);
}

static inline void ceditline_bind(EditLine *editor, const wchar_t *key, const wchar_t *command) {
  el_wset(editor, EL_BIND, key, command, NULL);
}

/* Whether lines can be edited: editrc(5) may switch that off. */
static inline int ceditline_is_editing(EditLine *editor) {
  int isEditing = 0;
  el_wget(editor, EL_EDITMODE, &isEditing);
  return isEditing;
}

/* Puts the terminal into the mode for editing, or the one that it had before. */
static inline void ceditline_set_raw(EditLine *editor, int isRaw) {
  el_wset(editor, EL_PREP_TERM, isRaw);
}

/* Draws prompt and line anew, from the cursor's row on. */
static inline void ceditline_refresh(EditLine *editor) { el_wset(editor, EL_REFRESH); }

/* A string capability by its termcap name; NULL where the terminal has none. */
static inline const char *ceditline_capability(EditLine *editor, const char *name) {
  char *text = NULL;
  if (el_wget(editor, EL_GETTC, name, &text) != 0) return NULL;
  return text;
}

/* What libedit takes for the size of the screen. */
static inline int ceditline_rows(EditLine *editor) {
  int rows = 0;
  el_wget(editor, EL_GETTC, "li", &rows);
  return rows;
}

static inline int ceditline_columns(EditLine *editor) {
  int columns = 0;
  el_wget(editor, EL_GETTC, "co", &columns);
  return columns;
}

/* Performs one line of editrc(5); what is no command is passed over, as el_source(3) does. */
static inline void ceditline_perform(EditLine *editor, const wchar_t *line) {
  TokenizerW *tokenizer = tok_winit(NULL);
  if (tokenizer == NULL) return;
  int count = 0;
  const wchar_t **words = NULL;
  if (tok_wstr(tokenizer, line, &count, &words) == 0) el_wparse(editor, count, words);
  tok_wend(tokenizer);
}

/* MARK: history */

static inline HistoryW *ceditline_history(int size) {
  HistoryW *history = history_winit();
  HistEventW event;
  if (history == NULL) return NULL;
  history_w(history, &event, H_SETSIZE, size);
  history_w(history, &event, H_SETUNIQUE, 1);
  return history;
}

static inline void ceditline_use_history(EditLine *editor, HistoryW *history) {
  el_wset(editor, EL_HIST, history_w, history);
}

static inline void ceditline_enter(HistoryW *history, const wchar_t *line) {
  HistEventW event;
  history_w(history, &event, H_ENTER, line);
}

/* The newest line, and from then on the one before; NULL behind the oldest. */
static inline const wchar_t *ceditline_newest(HistoryW *history) {
  HistEventW event;
  return history_w(history, &event, H_FIRST) < 0 ? NULL : event.str;
}

static inline const wchar_t *ceditline_older(HistoryW *history) {
  HistEventW event;
  return history_w(history, &event, H_NEXT) < 0 ? NULL : event.str;
}

#endif
