import { useEffect, useRef } from "react";

// A conversation stays at its end as it grows, unless the person has scrolled up to read. A message only shown
// starts at its beginning.
export function useScroll(count: number, follow: boolean) {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useEffect(() => {
    const thread = box.current;
    if (!thread || !follow) return undefined;
    const note = () => {
      atEnd.current = thread.scrollHeight - thread.scrollTop - thread.clientHeight < 60;
    };
    thread.addEventListener("scroll", note, { passive: true });
    return () => thread.removeEventListener("scroll", note);
  }, [follow]);
  useEffect(() => {
    const thread = box.current;
    if (thread && follow && atEnd.current) thread.scrollTop = thread.scrollHeight;
  }, [count, follow]);
  return box;
}
