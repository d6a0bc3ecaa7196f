/** The columns of the layer table before the costs: one entry is one column; its text is a field of TableRow. */

import type { TableRow } from "../../../model/table/layer-rows";

export interface LayerColumn {
  heading: string;
  title?: string;
  text: (row: TableRow) => string;
}

/** The name of the layer stands before them. */
export const LAYER_COLUMNS: readonly LayerColumn[] = [
  { heading: "C", title: "Output channels", text: (row) => row.channels },
  { heading: "H/W", title: "Output height and width", text: (row) => row.size },
  {
    heading: "filters",
    title: "Filters, or features of a linear layer",
    text: (row) => row.filters,
  },
  { heading: "kernel", text: (row) => row.kernel },
  { heading: "stride", text: (row) => row.stride },
  { heading: "pad", text: (row) => row.padding },
];
