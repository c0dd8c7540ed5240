package slacksim

// readView takes a view from a call, and checks it for its surface. The lock is held.
func (w *Workspace) readView(r *request, kind string) (object, *apiError) {
	content, ok := r.json("view").(map[string]any)
	if !ok {
		return nil, mistake("invalid_arguments").because("missing required field: view")
	}
	return content, w.checkView(content, kind)
}

// newModal takes the view of a modal that is to be opened, and the trigger for it. The lock is held.
func (w *Workspace) newModal(r *request) (object, *trigger, *apiError) {
	content, failed := w.readView(r, viewModal)
	if failed != nil {
		return nil, nil, failed
	}
	if w.externalIDTaken(asString(content["external_id"]), nil) {
		return nil, nil, fault("duplicate_external_id")
	}
	t, failed := w.spendTrigger(r.str("trigger_id"))
	return content, t, failed
}

func openView(w *Workspace, r *request) (object, *apiError) {
	content, t, failed := w.newModal(r)
	if failed != nil {
		return nil, failed
	}
	return object{"view": w.viewObject(w.openModal(t.userID, content))}, nil
}

func pushView(w *Workspace, r *request) (object, *apiError) {
	content, t, failed := w.newModal(r)
	switch {
	case failed != nil:
		return nil, failed
	case !t.modal:
		return nil, mistake("invalid_arguments").because("views.push needs a trigger_id of an interaction inside a modal")
	}
	v, failed := w.pushModal(t.userID, content)
	if failed != nil {
		return nil, failed
	}
	return object{"view": w.viewObject(v)}, nil
}

func updateView(w *Workspace, r *request) (object, *apiError) {
	v := w.findView(r.str("view_id"), r.str("external_id"))
	if v == nil {
		return nil, fault("not_found")
	}
	content, failed := w.readView(r, v.kind)
	if failed != nil {
		return nil, failed
	}
	if hash := r.str("hash"); hash != "" && hash != v.hash {
		return nil, fault("hash_conflict")
	}
	if w.externalIDTaken(asString(content["external_id"]), v) {
		return nil, fault("duplicate_external_id")
	}
	w.fillView(v, content)
	return object{"view": w.viewObject(v)}, nil
}

func (w *Workspace) findView(id, externalID string) *view {
	if v, ok := w.views[id]; ok {
		return v
	}
	if externalID == "" {
		return nil
	}
	for _, v := range w.views {
		if v.externalID == externalID {
			return v
		}
	}
	return nil
}

func publishView(w *Workspace, r *request) (object, *apiError) {
	if !w.opts.HomeTab {
		return nil, mistake("not_enabled")
	}
	userID := r.str("user_id")
	u, ok := w.users[userID]
	if !ok || u.IsBot {
		return nil, mistake("invalid_arguments").because("user_id must be a person of this workspace")
	}
	content, failed := w.readView(r, viewHome)
	if failed != nil {
		return nil, failed
	}
	v := w.homes[userID]
	if hash := r.str("hash"); hash != "" && (v == nil || hash != v.hash) {
		return nil, fault("hash_conflict")
	}
	if v == nil {
		v = w.newView(viewHome, userID, content)
		w.homes[userID] = v
	} else {
		w.fillView(v, content)
	}
	return object{"view": w.viewObject(v)}, nil
}

func validateBlocks(w *Workspace, r *request) (object, *apiError) {
	switch {
	case r.has("view"):
		content := asObject(r.json("view"))
		kind := asString(content["type"])
		if kind != viewHome {
			kind = viewModal
		}
		return nil, w.checkView(content, kind)
	case r.has("message"):
		_, failed := w.readBlocks(asObject(r.json("message"))["blocks"], true)
		return nil, failed
	}
	_, failed := w.readBlocks(r.json("blocks"), true)
	return nil, failed
}
