// xyflow itself: cards and arrows, dragging, connecting, the small map.
import {
  Background, BackgroundVariant, type Connection, ConnectionLineType, type Edge, type FinalConnectionState, MiniMap, ReactFlow,
  useReactFlow,
} from "@xyflow/react";
import { useCallback, useMemo, useState } from "react";
import { Arrow, ArrowTips } from "./arrow";
import type { Arrow as ArrowEdge } from "./arrows";
import { Card, type CardNode, Note } from "./card";
import { CARD, type Origin, type Point } from "./contract";
import type { Editing } from "./editing";
import { GRID, type useFlow } from "./flow";
import { toneOf } from "./icons";

const nodeTypes = { card: Card, note: Note };
const edgeTypes = { arrow: Arrow };
const SEVERAL = ["Shift", "Control", "Meta"];
// A finger reads: it pans, pinches and taps. Only a tap on a way out, then one on a card, draws an arrow.
const NEVER = 100000;

interface BoardProps {
  drawn: ReturnType<typeof useFlow>;
  editing: Editing;
  locked: boolean;
  touching: boolean;
  w: (key: string) => string;
  onEdit: () => void;
  onDropped: (x: number, y: number, from: Origin, near: Point) => void;
}

export function Board({ drawn, editing, locked, touching, w, onEdit, onDropped }: BoardProps) {
  const connecting = useConnecting(editing, onDropped);
  const labels = useMemo(() => spokenWords(w), [w]);
  return (
    <ReactFlow<CardNode, ArrowEdge>
      className={connecting.active ? "connecting" : ""}
      nodes={drawn.nodes}
      edges={drawn.edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      {...drawn.handlers}
      {...connecting.handlers}
      connectionRadius={40}
      connectionLineType={ConnectionLineType.SmoothStep}
      nodesConnectable={!locked}
      nodesDraggable={!locked && !touching}
      connectionDragThreshold={touching ? NEVER : 1}
      edgesFocusable={false}
      snapToGrid
      snapGrid={GRID}
      minZoom={0.05}
      maxZoom={2}
      zoomOnDoubleClick={false}
      onlyRenderVisibleElements
      selectionKeyCode="Shift"
      multiSelectionKeyCode={SEVERAL}
      deleteKeyCode={null}
      panActivationKeyCode={null}
      onNodeDoubleClick={onEdit}
      ariaLabelConfig={labels}
    >
      <ArrowTips />
      <Background variant={BackgroundVariant.Dots} gap={22} size={1.6} />
      {drawn.nodes.length > 8 && <MiniMap<CardNode> pannable zoomable position="bottom-right" ariaLabel={w("minimap")} nodeBorderRadius={16}
        nodeClassName={(node) => (node.data.node ? toneOf(node.data.node.type, node.data.node.kind) : "")} />}
    </ReactFlow>
  );
}

function useConnecting(editing: Editing, onDropped: BoardProps["onDropped"]) {
  const [active, setActive] = useState(false);
  const flow = useReactFlow();
  const onConnectStart = useCallback(() => setActive(true), []);
  const onConnect = useCallback((made: Connection) => {
    if (made.sourceHandle) editing.connect({ node: made.source, port: made.sourceHandle }, made.target);
  }, [editing]);
  const isValidConnection = useCallback((made: Connection | Edge) => editing.canConnect(made.source, made.target), [editing]);
  const onConnectEnd = (event: MouseEvent | TouchEvent, end: FinalConnectionState) => {
    setActive(false);
    const from = end.fromHandle;
    if (end.isValid || !from?.id || from.type !== "source") return;
    const { clientX: x, clientY: y } = "changedTouches" in event ? event.changedTouches[0]! : event;
    const point = flow.screenToFlowPosition({ x, y });
    const hit = editing.cardAt(point.x, point.y);
    const origin = { node: from.nodeId, port: from.id };
    if (hit) editing.connect(origin, hit);
    else onDropped(x, y, origin, [Math.round(point.x - CARD.width / 2), Math.round(point.y)]);
  };
  return { active, handlers: { onConnectStart, onConnect, onConnectEnd, isValidConnection } };
}

function spokenWords(w: (key: string) => string) {
  return {
    "node.a11yDescription.default": w("card_help"),
    "node.a11yDescription.keyboardDisabled": w("card_help"),
    "node.a11yDescription.ariaLiveMessage": () => w("card_moved"),
    "minimap.ariaLabel": w("minimap"),
    "handle.ariaLabel": w("handle"),
  };
}
