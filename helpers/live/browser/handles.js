// ---- ipywidgets' sliders and buttons, joined to the picture's model in the browser, without Python

async function join({ model }) {
  const ends = [];
  const hear = (from, name, act) => { from.on(name, act); ends.push(() => from.off(name, act)); };
  for (const [trait, [id, side]] of Object.entries(model.get('spec').handles)) {
    const handle = await modelOf(model.widget_manager, id);
    handle.set(side, model.get(trait)); // a card may have set the picture before
    ends.push(savingSoon(handle));
    hear(handle, `change:${side}`, () => carry(handle, side, model, trait, saveSoon));
    hear(model, `change:${trait}`, () => carry(model, trait, handle, side, (to) => to.save_changes()));
  }
  return () => ends.forEach((end) => end());
}

// Only what differs: a model that is set while it tells of a change forgets to tell all of it.
function carry(from, name, to, other, save) {
  const value = from.get(name);
  if (to.get(other) === value) return;
  to.set(other, value);
  save(to);
}

// a page makes its models in any order
async function modelOf(manager, id, tries = 100) {
  try { return await manager.get_model(id); } catch (error) {
    if (!tries) throw error;
    await new Promise((go) => setTimeout(go, 50));
    return modelOf(manager, id, tries - 1);
  }
}

// a slider tells Python of each of its values: of the last is enough (see saveSoon)
function savingSoon(handle) {
  const save = handle.save_changes;
  let timer;
  handle.save_changes = (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => { try { save.apply(handle, given); } catch { /* the kernel is gone */ } }, SETTLED);
  };
  return () => { clearTimeout(timer); delete handle.save_changes; };
}
