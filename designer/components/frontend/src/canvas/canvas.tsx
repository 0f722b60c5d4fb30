// The drawing canvas: what is shown, and what opens over it.
import { ReactFlowProvider, useReactFlow } from "@xyflow/react";
import { type MouseEvent, useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { Board } from "./board";
import { firstView, fitAll, type Flow, isSeen, lookAt, middleOf } from "./camera";
import type { CanvasNode, Origin, Point } from "./contract";
import { DeskContext, fill } from "./desk";
import { Editing } from "./editing";
import { useFlow } from "./flow";
import { callForm, focusCard, holdsFocus, useCalledBack, usePageKeys } from "./focus";
import { type KeyActions, handleEarly, handleKey } from "./keys";
import { Outline } from "./outline";
import { type Panel, type PanelActions, Panels } from "./panels";
import { Start } from "./start";
import type { CanvasStore, View } from "./store";
import { Toolbar } from "./toolbar";
import { cardBefore, nextCard, otherBranch } from "./travel";
import { useClosedByOutside, useNarrow, useTouching } from "./watching";

const PALETTE = { width: 320, height: 440 };

export function Canvas({ store }: { store: CanvasStore }) {
  return (
    <ReactFlowProvider>
      <Desktop store={store} />
    </ReactFlowProvider>
  );
}

function Desktop({ store }: { store: CanvasStore }) {
  const view = useSyncExternalStore(store.subscribe, store.current);
  const { words, read_only: locked } = view.snapshot;
  const editing = useMemo(() => new Editing(store), [store]);
  const drawn = useFlow(store, view, editing);
  const flow = useReactFlow() as unknown as Flow;
  const root = useRef<HTMLDivElement>(null);
  const narrow = useNarrow(root);
  const touching = useTouching(root);
  const [panel, setPanel] = useState<Panel | null>(null);
  const w = useCallback((key: string) => words[key] ?? key, [words]);
  const focus = useCallback(() => root.current?.focus({ preventScroll: true }), []);
  const close = useCallback(() => { setPanel(null); focus(); }, [focus]);
  const place = usePalettePlace(root);
  useClosedByOutside(panel !== null, () => setPanel(null));
  useCamera(view, flow, root, narrow);

  useEffect(() => {
    const [first] = view.wanted.ids;
    if (first && holdsFocus(root.current)) focusCard(root.current, first);
  }, [view.wanted]);

  const goTo = (id: string, besides = false) => {
    const node = editing.node(id);
    if (!node) return;
    drawn.select(besides ? [...drawn.selected, id] : [id]);
    show(flow, root, node);
    focus();
    focusCard(root.current, id);
  };
  const openAt = (x: number, y: number, from: Origin | null, near: Point | null) => {
    if (!locked) setPanel({ kind: "palette", at: place(x, y), from, near });
  };
  const desk = useMemo(
    () => ({
      w,
      plusLabel: (label: string) => (label ? fill(w("insert_on_path"), { path: label }) : w("insert_here")),
      openPalette: (event: MouseEvent, from: Origin) => {
        event.stopPropagation();
        const box = event.currentTarget.getBoundingClientRect();
        setPanel({ kind: "palette", at: place(box.left + box.width / 2, box.bottom + 6), from, near: null });
      },
    }),
    [w, place],
  );
  const actions: PanelActions = {
    close,
    open: setPanel,
    add: (kind, type, from, near) => { 
      drawn.settle();
      const id = editing.add(kind, type, from, near);
      close();
      if (!narrow && !touching) callForm(id, true);
    },
    goTo: (id, besides) => { setPanel(null); goTo(id, besides); },
    connect: (from, target) => {
      if (target === null) editing.disconnect(from);
      else editing.connect(from, target);
      close();
      focusCard(root.current, from.node);
    },
  };
  const only = drawn.selected.length === 1 ? drawn.selected[0]! : null;
  const addFromBar = (event: MouseEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    openAt(box.left + PALETTE.width / 2, box.bottom + 6, null, null);
  };
  const keys: KeyActions = {
    add: () => {
      const box = boxOf(root);
      openAt(box.left + box.width / 2, box.top + 90, only ? editing.freePath(only) : null, null);
    },
    edit: (card) => {
      const id = card ?? only;
      if (card && !drawn.selected.includes(card)) return drawn.select([card]);
      if (!id) return;
      store.command("edit");
      callForm(id, false);
    },
    nudge: (x, y) => { if (!locked) drawn.nudge(x, y); },
    escape: () => { setPanel(null); drawn.select([]); focus(); },
    follow: (backwards) => {
      const at = only && (backwards ? cardBefore(view.nodes, only) : nextCard(view.nodes, only));
      if (at) goTo(at);
      return !!at;
    },
    branch: (step) => { const at = only && otherBranch(view.nodes, only, step); if (at) goTo(at); },
    connectTo: () => {
      const ports = (only && editing.node(only)?.ports) || [];
      if (locked || !only || ports.length === 0) return;
      setPanel(ports.length > 1 ? { kind: "path", node: only } : { kind: "connect", from: { node: only, port: ports[0]!.id } });
    },
    copy: () => editing.copy(drawn.selected),
    cut: () => { editing.copy(drawn.selected); editing.remove(drawn.selected, []); focus(); },
    paste: () => editing.paste(middleOf(flow, boxOf(root))),
    duplicate: () => editing.duplicate(drawn.selected),
    remove: () => {
      const arrows = drawn.edges.filter((edge) => edge.selected).map((edge) => ({ node: edge.data!.node, port: edge.data!.port }));
      editing.remove(drawn.selected, arrows);
      focus();
    },
    undo: () => { drawn.settle(); editing.undo(); },
    redo: () => { drawn.settle(); editing.redo(); },
    selectAll: () => drawn.select(view.nodes.map((node) => node.id)),
    find: () => setPanel({ kind: "find" }),
    save: () => { drawn.settle(); store.command("save"); },
    nextProblem: () => store.command("next_problem"),
    help: () => store.command("help"),
    trial: () => store.command("trial"),
    fit: () => fitAll(flow),
    zoom: (factor) => void flow.zoomTo(flow.getZoom() * factor, { duration: 120 }),
    tidy: () => { drawn.settle(); editing.tidy(); },
  };
  const bar = { ...keys, add: addFromBar, natural: () => void flow.zoomTo(1, { duration: 120 }), coverage: () => store.command("coverage") };
  usePageKeys((event) => { if (event.key === "Escape") focus(); else handleKey(event, keys); });
  useCalledBack((closed) => {
    focus();
    if (closed) drawn.select([]);
    else if (only) focusCard(root.current, only);
  });
  const empty = view.nodes.every((node) => node.kind === "note");

  return (
    <DeskContext.Provider value={desk}>
      <div ref={root} className={`canvas ${view.dark ? "dark" : "light"}${narrow ? " narrow" : ""}`} tabIndex={-1} role="region"
        aria-label={w("canvas")} data-testid="canvas" style={narrow ? undefined : { height: view.snapshot.height }}
        onKeyDownCapture={(event) => handleEarly(event, keys)} onKeyDown={(event) => handleKey(event, keys)}>
        {narrow && !empty && (
          <Outline nodes={view.nodes} selected={drawn.selected} snapshot={view.snapshot} locked={locked}
            onSelect={(id) => drawn.select([id])} onEdit={() => keys.edit(null)} />
        )}
        {!narrow && (
          <Board drawn={drawn} editing={editing} locked={locked} touching={touching} w={w}
            onEdit={() => keys.edit(null)} onDropped={(x, y, from, near) => openAt(x, y, from, near)} />
        )}
        {!narrow && (
          <Toolbar locked={locked} canUndo={view.snapshot.can_undo} canRedo={view.snapshot.can_redo} covered={!!view.snapshot.coverage} actions={bar} w={w} />
        )}
        {empty && !locked && <Start palette={view.snapshot.palette} w={w} onChoose={(type) => actions.add("trigger", type, null, [0, 0])} />}
        {panel && <Panels panel={panel} snapshot={view.snapshot} nodes={view.nodes} actions={actions} w={w} />}
        {view.snapshot.coverage && <p className="covered" role="status" data-testid="coverage">{view.snapshot.coverage.words}</p>}
        {view.late && <p className="late" role="status">{w("unsaved")}</p>}
      </div>
    </DeskContext.Provider>
  );
}

function boxOf(root: { current: HTMLElement | null }): DOMRect {
  return root.current?.getBoundingClientRect() ?? new DOMRect();
}

function show(flow: Flow, root: { current: HTMLElement | null }, node: CanvasNode): void {
  if (!isSeen(flow, boxOf(root), node) || flow.getZoom() < 0.5) lookAt(flow, node);
}

// Keeps the palette inside the canvas, whatever was clicked.
function usePalettePlace(root: { current: HTMLElement | null }) {
  return useCallback((x: number, y: number) => {
    const box = boxOf(root);
    const left = Math.max(8, Math.min(x - box.left - PALETTE.width / 2, box.width - PALETTE.width - 8));
    const top = Math.max(8, Math.min(y - box.top, box.height - PALETTE.height - 8));
    return { left, top };
  }, [root]);
}

function useCamera(view: View, flow: Flow, root: { current: HTMLElement | null }, narrow: boolean): void {
  const framed = useRef(false);
  useEffect(() => {
    if (narrow || framed.current || view.nodes.length === 0 || !flow.viewportInitialized) return;
    framed.current = true;
    firstView(flow, boxOf(root), view.nodes);
  }, [view.nodes, flow, flow.viewportInitialized, root, narrow]);
  useEffect(() => {
    const node = view.wanted.pan && view.nodes.find((one) => one.id === view.wanted.ids[0]);
    if (!node || narrow) return;
    show(flow, root, node);
    // Only a new wish moves the camera, not every redraw.
  }, [view.wanted, flow, narrow]);
}
