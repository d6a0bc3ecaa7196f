/** Saves the picture as a file, and tells the reader where that fails. */

import { toApiError } from "../../../api/errors";
import { formatRatio, withoutTrailingZeros } from "../../../model/text/format";
import { showToast } from "../../../state/toast";
import { savePng, saveText } from "../../picture/export/save";

/** Pixels of a PNG for each of the picture's: sharp in print and on dense screens. */
const PNG_SCALE = 2;

interface PictureSaver {
  svg: () => Promise<void>;
  png: () => Promise<void>;
}

/** Makes files of the given name; makeSvg answers null while there is no picture. */
export function pictureSaver(makeSvg: () => Promise<string | null>, name: string): PictureSaver {
  /** Never throws: an error is shown to the reader. */
  async function drawn(): Promise<string | null> {
    try {
      return await makeSvg();
    } catch (cause) {
      showToast(`The picture could not be created: ${toApiError(cause).message}`, "problem");
      return null;
    }
  }

  async function saveSvg() {
    const svg = await drawn();
    if (svg) saveText(svg, "image/svg+xml", `${name}.svg`);
  }

  async function savePicture() {
    const svg = await drawn();
    if (!svg) return;
    try {
      const scale = await savePng(svg, `${name}.png`, PNG_SCALE);
      if (scale < PNG_SCALE)
        showToast(
          `The picture is very large: saved at ${formatScale(scale)} instead of ${formatScale(PNG_SCALE)}.`,
        );
    } catch {
      showToast(
        "This browser cannot draw a picture this large. Export it as SVG instead.",
        "problem",
      );
    }
  }

  return { svg: saveSvg, png: savePicture };
}

function formatScale(scale: number): string {
  return withoutTrailingZeros(formatRatio(scale));
}
