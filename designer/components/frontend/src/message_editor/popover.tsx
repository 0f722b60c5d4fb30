// A small panel under a toolbar button: closes on Escape, on a choice and on a click elsewhere.
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from "react";

type Props = { name: string; title: string; label: ReactNode; kind: "menu" | "grid"; children: (close: () => void) => ReactNode };

export function Popover({ name, title, label, kind, children }: Props) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLSpanElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useElsewhere(box, open, () => setOpen(false));
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Escape" && open) {
      event.stopPropagation();
      setOpen(false);
      button.current?.focus();
    } else move(event, box.current);
  };
  return (
    <span className="popover" ref={box} onKeyDown={keys}>
      <button ref={button} type="button" className={`tool ${name}`} title={title} aria-label={kind === "grid" ? title : undefined}
        aria-haspopup={kind === "menu" ? "menu" : "dialog"} aria-expanded={open} data-testid={`editor-${name}`}
        onClick={() => setOpen(!open)}>{label}</button>
      {open && <div className={`panel ${kind}`} role={kind === "menu" ? "menu" : "dialog"} aria-label={title}>{children(() => setOpen(false))}</div>}
    </span>
  );
}

// composedPath and not target: outside the shadow root every target is the component's host.
function useElsewhere(box: React.RefObject<HTMLElement | null>, open: boolean, close: () => void): void {
  useEffect(() => {
    if (!open) return undefined;
    const first = box.current?.querySelector<HTMLElement>(".panel input, .panel button");
    first?.focus({ preventScroll: true });
    const press = (event: PointerEvent) => box.current && !event.composedPath().includes(box.current) && close();
    document.addEventListener("pointerdown", press, true);
    return () => document.removeEventListener("pointerdown", press, true);
  }, [open]);
}

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

function move(event: KeyboardEvent, box: HTMLElement | null): void {
  const step = STEPS[event.key];
  const items = [...(box?.querySelectorAll<HTMLElement>(".panel button") ?? [])];
  if (!step || items.length === 0) return;
  if (event.target instanceof HTMLInputElement && !/^Arrow(Down|Up)$/.test(event.key)) return;
  event.preventDefault();
  const at = items.indexOf(event.target as HTMLElement);
  items[(at + step + items.length) % items.length]?.focus();
}
