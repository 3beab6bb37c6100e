package connect

import "fntop/api"

func openCentrali(p Profile, o Options) (api.Provider, error) {
	if _, err := p.secrets(o); err != nil {
		return nil, err
	}
	return nil, p.notInThisVersion()
}
