// What the canvas watches around it.
import { useEffect, useLayoutEffect, useState } from "react";

const NARROW = 520;

export function useNarrow(root: { current: HTMLElement | null }): boolean {
  const [narrow, setNarrow] = useState(false);
  useLayoutEffect(() => {
    const element = root.current;
    if (!element) return undefined;
    const measure = () => {
      // A hidden tab has no width: that says nothing about the screen.
      if (element.clientWidth > 0) setNarrow(element.clientWidth < NARROW);
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [root]);
  return narrow;
}

// Whether the last thing that pointed at the canvas was a finger.
export function useTouching(root: { current: HTMLElement | null }): boolean {
  const [touching, setTouching] = useState(() => matchMedia("(pointer: coarse)").matches);
  useEffect(() => {
    const element = root.current;
    if (!element) return undefined;
    const listen = (event: PointerEvent) => setTouching(event.pointerType === "touch");
    element.addEventListener("pointerdown", listen, true);
    return () => element.removeEventListener("pointerdown", listen, true);
  }, [root]);
  return touching;
}

// Events from the shadow root reach the document with another target: only their path is true.
export function useClosedByOutside(open: boolean, close: () => void): void {
  useEffect(() => {
    if (!open) return undefined;
    const listen = (event: PointerEvent) => {
      const inside = event.composedPath().some((at) => at instanceof Element && at.classList.contains("panel"));
      if (!inside) close();
    };
    document.addEventListener("pointerdown", listen, true);
    return () => document.removeEventListener("pointerdown", listen, true);
  });
}
