/** A panel widget: brings in the page's own script of that name, from the same origin. */

const base = JSON.parse(document.getElementById("jupyter-config-data")?.textContent || "{}");

export default {
  async render({ model, el }) {
    const folder = new URL(base.courseStatic ?? `${base.baseUrl ?? "/"}course/static/`, location.href);
    el.dir = document.documentElement.dir; // it speaks the page's language, also where the text around it is English
    try {
      const { render } = await import(new URL(`page/${model.get("name")}.js`, folder).href);
      return render(el);
    } catch {
      el.setAttribute("role", "alert");
      el.textContent = base.notLoaded ?? "This part of the page could not be loaded. Reload the page; if that "
        + "does not help, tell your facilitator. Nothing that you saved before is lost.";
    }
  },
};
