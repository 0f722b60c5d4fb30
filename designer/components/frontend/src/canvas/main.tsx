// The door for streamlit: called again at every change of data or theme, mounts once.
import "@xyflow/react/dist/base.css";
import "./canvas.css";
import { createRoot, type Root } from "react-dom/client";
import { keepKeys } from "./keys";
import { Canvas } from "./canvas";
import type { Snapshot } from "./contract";
import { CanvasStore } from "./store";

interface Mount {
  data: Snapshot;
  parentElement: ShadowRoot | HTMLElement;
  setStateValue: (name: string, value: unknown) => void;
}

interface Drawing {
  store: CanvasStore;
  host: HTMLElement;
  root: Root;
}

const drawings = new WeakMap<object, Drawing>();

export default function mount({ data, parentElement, setStateValue }: Mount): () => void {
  const known = drawings.get(parentElement);
  if (known) known.store.receive(data, isDark(known.host), setStateValue);
  const drawing = known ?? begin(data, parentElement, setStateValue);
  return () => endLater(parentElement, drawing);
}

function begin(data: Snapshot, parent: ShadowRoot | HTMLElement, setState: Mount["setStateValue"]): Drawing {
  const host = document.createElement("div");
  parent.append(host);
  const store = new CanvasStore(data, isDark(host), setState);
  const root = createRoot(host);
  keepKeys(host);
  root.render(<Canvas store={store} />);
  const drawing = { store, host, root };
  drawings.set(parent, drawing);
  return drawing;
}

// Streamlit may call this while the element stays: only a host that is gone is taken down.
function endLater(parent: object, drawing: Drawing): void {
  setTimeout(() => {
    if (drawing.host.isConnected) return;
    drawing.store.outbox.stop();
    drawing.root.unmount();
    drawings.delete(parent);
  });
}

// Lightness of the page's background, whatever notation the theme uses.
function isDark(host: HTMLElement): boolean {
  const probe = document.createElement("span");
  probe.style.color = "var(--st-background-color, #fff)";
  (host.parentNode ?? host).append(probe);
  const [red = 255, green = 255, blue = 255] = (getComputedStyle(probe).color.match(/[\d.]+/g) ?? []).map(Number);
  probe.remove();
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}
