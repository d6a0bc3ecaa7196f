import "./style/base.css";
import { render } from "preact";
import { route, startNavigation } from "./state/navigation";
import { App } from "./view/shell/app";
import { loadFirstPage } from "./view/shell/pages";

startNavigation();
const root = document.getElementById("app");
const show = () => {
  if (root) render(<App />, root);
};
// The page's code and data are preloaded; fetched by an effect, they would be there only after an empty first frame.
loadFirstPage(route.peek()).then(show, show);
