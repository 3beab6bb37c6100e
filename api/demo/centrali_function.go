package demo

// wireFunction is a compute function as Centrali writes it: CONFIRMED
// docs.centrali.io/api-reference/functions but timeoutMs (CONFIRMED,
// create-centrali-app) and updatedAt (INFERRED).
type wireFunction struct {
	ID            string `json:"id"`
	Name          string `json:"name"`
	Description   string `json:"description"`
	Code          string `json:"code"`
	TimeoutMS     int64  `json:"timeoutMs"`
	WorkspaceSlug string `json:"workspaceSlug"`
	CreatedBy     string `json:"createdBy"`
	UpdatedBy     string `json:"updatedBy"`
	CreatedAt     string `json:"createdAt"`
	UpdatedAt     string `json:"updatedAt"`
}

func (w *world) wireFunction(i int, now int64) wireFunction {
	f := &w.functions[i]
	deployed := floorTo(w.pace.scenario(now), 2*day) // as functionVersion counts
	return wireFunction{
		ID: w.functionID(i), Name: f.name, Description: f.description, Code: f.code, TimeoutMS: f.timeout,
		WorkspaceSlug: workspace, CreatedBy: uuid(w.seed, idUser, 1), UpdatedBy: uuid(w.seed, idUser, 2),
		CreatedAt: stamp(w.functionMade(i)), UpdatedAt: stamp(w.pace.wall(deployed)),
	}
}

func listFunctions(q *request) answer {
	w := q.world()
	all := make([]wireFunction, len(w.functions))
	for i := range w.functions {
		all[i] = w.wireFunction(i, q.now)
	}
	return q.plainList(all, len(all))
}

func getFunction(q *request) answer {
	i, ok := q.world().functionAt(q.id)
	if !ok {
		return q.notFound("Compute function", q.id)
	}
	return q.single(q.world().wireFunction(i, q.now))
}
