/** A panel widget, where JupyterLab shows it: brings in the page's own script of that name, from the same origin. */

const base = JSON.parse(document.getElementById("jupyter-config-data")?.textContent || "{}");

export default {
  async render({ model, el }) {
    const folder = new URL(base.courseStatic ?? `${base.baseUrl ?? "/"}course/static/`, location.href);
    try {
      const { showPanel } = await import(new URL("page/panels.js", folder).href);
      return showPanel(el, model.get("name"));
    } catch {
      el.setAttribute("role", "alert");
      el.textContent = base.notLoaded ?? "This part of the page could not be loaded. Reload the page; if that does not help, tell your facilitator. Nothing that you saved before is lost.";
    }
  },
};
