// The drawing canvas: xyflow with our cards, arrows, panels and keys.
import { Background, BackgroundVariant, ConnectionLineType, MiniMap, ReactFlow, useReactFlow } from "@xyflow/react";
import { useCallback, useEffect, useRef } from "react";
import { Arrow, type ArrowTips as _ } from "./arrow";
