// <p data-left="57" data-words="{0} seconds left" data-one="One second left">: counts down. Without this file the text stays as it is,
// and says how long it is good for. What follows when it is over, the page hears from the server.
for (const place of document.querySelectorAll("[data-left]")) {
  const ends = performance.now() + place.dataset.left * 1000;
  const show = () => {
    const left = Math.max(0, Math.round((ends - performance.now()) / 1000));
    place.textContent = left === 1 ? place.dataset.one : place.dataset.words.replace("{0}", left);
    if (left > 0) setTimeout(show, 1000);
  };
  show();
}
