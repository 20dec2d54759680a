"""A website as a source: what a sitemap lists or what links lead to, within one host."""
