// A copy button: <button type="button" hidden data-copy="id of the text" data-done="…" data-failed="…">.
// Without this file the button stays hidden, and the text can still be selected with one click (user-select: all).
// Nothing is kept: the text goes from the page to the clipboard, and the words come from the page.
for (const button of document.querySelectorAll("button[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  const said = document.getElementById(button.dataset.said);
  if (!source || !said) continue;

  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = source.innerText.trim().replace(/\s*\n\s*/g, button.dataset.lines === undefined ? " " : "\n");
    let message = button.dataset.done;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // No permission, or an insecure origin: leave the text selected, so that Ctrl+C is all that is missing.
      getSelection().selectAllChildren(source);
      message = button.dataset.failed;
    }
    // Emptied first, so that a second click is announced again.
    said.textContent = "";
    setTimeout(() => { said.textContent = message; }, 50);
  });
}
