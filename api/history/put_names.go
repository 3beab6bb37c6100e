package history

import (
	"context"
	"strconv"

	"fntop/model"
)

// place is the number of a profile.
func (p *puts) place(ctx context.Context, at *place) (int64, error) {
	if at.n != 0 {
		return at.n, nil
	}
	i := at.info
	const which = `SELECT n FROM profiles WHERE name = ? AND backend = ? AND host = ? AND workspace = ?`
	n, there, err := p.number(ctx, which, i.Profile, i.Backend, i.Host, i.Workspace)
	if err == nil && !there {
		n, _, err = p.number(ctx, `INSERT INTO profiles (name, backend, host, workspace) VALUES (?, ?, ?, ?) RETURNING n`, i.Profile, i.Backend, i.Host, i.Workspace)
	}
	if err == nil && there {
		at.n = n // one that was only just made may yet be undone
	}
	return n, err
}

// unlearn forgets the numbers that a batch came upon which was then undone:
// some of them may be of rows that it had made itself.
func (p *puts) unlearn(b batch) {
	clear(p.known)
	for at := range b.lists {
		at.n = 0
	}
	for i := range b.seen {
		b.seen[i].at.n = 0
	}
	for list := range b.spans {
		list.at.n = 0
	}
}

// named is the number of a function or trigger, 0 for none.
func (p *puts) named(ctx context.Context, table string, profile int64, ref model.Ref) (any, error) {
	if ref.ID == "" {
		return nil, nil
	}
	key := table + strconv.FormatInt(profile, 10) + "/" + ref.ID
	if n := p.known[key]; n != 0 {
		return n, nil
	}
	n, there, err := p.number(ctx, `SELECT n FROM `+table+` WHERE profile = ? AND id = ?`, profile, ref.ID)
	if err != nil {
		return nil, err
	}
	if !there {
		n, _, err = p.number(ctx, `INSERT INTO `+table+` (profile, id, name) VALUES (?, ?, ?) RETURNING n`, profile, ref.ID, ref.Name)
		return n, err
	}
	if len(p.known) > 100_000 {
		clear(p.known)
	}
	p.known[key] = n
	return n, nil
}

// list writes the functions and triggers of a profile.
func (p *puts) list(ctx context.Context, at *place, l *lists) error {
	profile, err := p.place(ctx, at)
	if err != nil {
		return err
	}
	for i, rows := range [...][]listed{l.functions, l.triggers} {
		table := [...]string{"functions", "triggers"}[i]
		if !l.whole[i] {
			continue
		}
		if err := p.exec(ctx, `UPDATE `+table+` SET listed = 0 WHERE profile = ?`, profile); err != nil {
			return err
		}
		for _, r := range rows {
			err := p.exec(ctx, `INSERT INTO `+table+` (profile, id, name, listed, about) VALUES (?, ?, ?, 1, ?)
				ON CONFLICT (profile, id) DO UPDATE SET name = excluded.name, listed = 1, about = excluded.about`,
				profile, r.id, r.name, string(r.about))
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// span takes a span in, together with those it touches.
func (p *puts) span(ctx context.Context, list listOf, one span) error {
	profile, err := p.place(ctx, list.at)
	if err != nil {
		return err
	}
	const touched = ` FROM covered WHERE profile = ? AND kind = ? AND id = ? AND since <= ? AND until >= ?`
	st, err := p.stmt(ctx, `SELECT coalesce(min(since), ?), coalesce(max(until), ?)`+touched)
	if err != nil {
		return err
	}
	var since, until int64
	if err := st.QueryRowContext(ctx, one.since, one.until, profile, list.kind, list.id, one.until, one.since).Scan(&since, &until); err != nil {
		return err
	}
	if since < one.since && until > one.until {
		return nil
	}
	if err := p.exec(ctx, `DELETE`+touched, profile, list.kind, list.id, one.until, one.since); err != nil {
		return err
	}
	return p.exec(ctx, `INSERT INTO covered (profile, kind, id, since, until) VALUES (?, ?, ?, ?, ?)`, profile, list.kind, list.id, min(since, one.since), max(until, one.until))
}
