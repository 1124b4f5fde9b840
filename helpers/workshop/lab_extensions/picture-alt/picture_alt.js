// JupyterLab shows a picture of an output without its text alternative, though it is stored beside
// it, in the output's metadata: {"image/png": {"alt": "…"}}. This extension gives it to the <img>.
// It is written by hand in the form that JupyterLab's own build would produce: no build step.
(() => {
  let shared; // the modules that JupyterLab shares with its extensions
  const module = async (name) => (await Object.values(shared[name])[0].get())();

  const plugin = (IRenderMimeRegistry) => ({
    id: 'picture-alt:plugin',
    description: 'Gives pictures their text alternatives.',
    autoStart: true,
    requires: [IRenderMimeRegistry],
    activate: (_, registry) => {
      const images = registry.getFactory('image/png');
      registry.addFactory({
        ...images,
        createRenderer: (options) => {
          const renderer = images.createRenderer(options);
          const render = renderer.render.bind(renderer);
          renderer.render = async (model) => {
            await render(model);
            const alt = model.metadata[options.mimeType]?.alt;
            if (alt) renderer.node.querySelector('img').alt = alt;
          };
          return renderer;
        },
      });
    },
  });

  (window._JUPYTERLAB ??= {})['picture-alt'] = {
    init: (scope) => { shared = scope; },
    get: async () => {
      const { IRenderMimeRegistry } = await module('@jupyterlab/rendermime');
      return () => ({ __esModule: true, default: plugin(IRenderMimeRegistry) });
    },
  };
})();
