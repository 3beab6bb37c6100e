package history

import (
	"context"
	"database/sql"
	"errors"

	"fntop/model"
)

// kept is a run as it is written.
type kept struct {
	n    int64
	row  row
	run  model.Run
	gone bool
}

// old reads what is known of a run, nil for nothing.
func (p *puts) old(ctx context.Context, profile int64, id string) (*kept, error) {
	st, err := p.stmt(ctx, `SELECT r.n, r.status, r.created, r.started, r.ended, r.updated, r.more, r.gone IS NOT NULL, f.id, t.id, e.code, e.message
		FROM run r LEFT JOIN functions f ON f.n = r.function LEFT JOIN triggers t ON t.n = r."trigger" LEFT JOIN fault e ON e.n = r.n
		WHERE r.profile = ? AND r.id = ?`)
	if err != nil {
		return nil, err
	}
	var k kept
	var status string
	var created, started, ended, updated sql.NullInt64
	var more, function, trigger, code, message sql.NullString
	err = st.QueryRowContext(ctx, profile, id).Scan(&k.n, &status, &created, &started, &ended, &updated, &more, &k.gone, &function, &trigger, &code, &message)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	k.row = row{n: k.n, created: created.Int64, started: started.Int64, ended: ended.Int64, updated: updated.Int64, more: []byte(more.String)}
	k.row.status, _ = model.ParseStatus(status)
	k.run = k.row.run()
	k.run.Function.ID, k.run.Trigger.ID, k.run.ErrorCode, k.run.ErrorMessage = function.String, trigger.String, code.String, message.String
	return &k, nil
}
