// A page that waits for what happens on a phone:
//   <div data-waiting="address" data-submit="proven" data-go="denied expired" data-to="address">
// The address says words: server-sent events, or, where those do not come through, the same word as JSON. At a word of
// data-submit the form around the element (or the one named by data-form) is sent; at one of data-go the page goes to data-to,
// or is loaded again. Any other word means: wait on. Without this file the form's button does the same by hand.
const firstWord = 5_000; // ms until a first word must have come; a proxy that holds events back is noticed by this
const between = 2_000; // ms between two questions, where there are no events
const tries = 3; // streams broken off in a row without a word

for (const place of document.querySelectorAll("[data-waiting]")) wait(place);

function wait(place) {
  const words = name => (place.dataset[name] ?? "").split(" ").filter(Boolean);
  const [submit, go] = [words("submit"), words("go")];
  let [over, asking] = [false, false];

  const hear = word => {
    if (over || ![...submit, ...go].includes(word)) return;
    over = true;
    if (submit.includes(word)) {
      (place.dataset.form ? document.getElementById(place.dataset.form) : place.closest("form")).requestSubmit();
    } else if (place.dataset.to) {
      location.assign(place.dataset.to);
    } else {
      location.reload();
    }
  };

  const ask = async () => {
    if (asking) return;
    asking = true;
    while (!over) {
      try {
        const answer = await fetch(place.dataset.waiting, { headers: { Accept: "application/json" }, cache: "no-store", redirect: "error" });
        if (answer.ok) hear((await answer.json()).event);
      } catch {
        // No service at the moment, or signed out meanwhile: the button says which.
      }
      await new Promise(next => setTimeout(next, between));
    }
  };

  const listen = () => {
    const events = new EventSource(place.dataset.waiting);
    let broken = 0;
    const giveUp = () => { events.close(); ask(); };
    let patience = setTimeout(giveUp, firstWord);
    const heard = ({ type }) => {
      clearTimeout(patience);
      broken = 0;
      hear(type);
      if (over) events.close();
    };
    for (const word of ["waiting", ...submit, ...go]) events.addEventListener(word, heard);
    events.addEventListener("error", () => {
      // The browser comes back by itself after a stream's end; not after an answer that is no stream.
      if (events.readyState !== EventSource.CLOSED && ++broken < tries) return;
      clearTimeout(patience);
      giveUp();
    });
    // Left, and perhaps come back to from the browser's page cache: then one question says how things stand.
    addEventListener("pagehide", () => { clearTimeout(patience); events.close(); });
    addEventListener("pageshow", event => { if (event.persisted) ask(); });
  };

  listen();
}
