// Asks every few seconds how far the draft is, and hands the answer to the watch. It asks only while the page stands still:
// Streamlit (1.67) takes the end of one fragment's run for an interrupted one if another fragment's run begins before the
// browser has heard of it, and then leaves what was drawn before on the page, such as fields of another card.
const EVERY_MS = 4000;
const AGAIN_MS = 300;
const timers = new WeakMap();

export default function tell({ data, parentElement, setTriggerValue }) {
  document.dispatchEvent(new CustomEvent("parcours:newest", { detail: data }));
  const wait = (ms) => {
    clearTimeout(timers.get(parentElement));
    timers.set(parentElement, setTimeout(ask, ms));
  };
  const ask = () => {
    if (document.hidden || !standsStill()) return wait(AGAIN_MS);
    setTriggerValue("asked", true);
    wait(EVERY_MS);
  };
  wait(EVERY_MS);
  return () => clearTimeout(timers.get(parentElement));
}

const standsStill = () => document.querySelector("[data-test-script-state='notRunning']") !== null;
