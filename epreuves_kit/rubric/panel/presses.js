// What comes while a button is held down waits for its release: a list made anew under the pointer, or the space bar, would lose the click.
function presses(root) {
  const ends = ["pointerup", "pointercancel", "keyup", "blur"];
  let down = false, waiting = [];
  const press = (event) => {
    if (event.type === "pointerdown" || event.key === " ") down = true;
  };
  const release = (event) => {
    if (event.type === "blur" && event.target !== window) return;
    // The click follows its release at once.
    setTimeout(() => {
      down = false;
      waiting.splice(0).forEach((act) => act());
    });
  };
  for (const type of ["pointerdown", "keydown"]) root.addEventListener(type, press, { capture: true });
  for (const type of ends) window.addEventListener(type, release, { capture: true });
  const stop = () => ends.forEach((type) => window.removeEventListener(type, release, { capture: true }));
  return [(act) => (down ? waiting.push(act) : act()), stop];
}
