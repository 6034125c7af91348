-- When each finding that stands was first seen, where the catalog does not say since when it is so. A finding that is gone leaves nothing.
CREATE TABLE partwarden.finding (
    id         uuid        NOT NULL PRIMARY KEY,
    target     text        NOT NULL,
    first_seen timestamptz NOT NULL
);

CREATE INDEX finding_target ON partwarden.finding (target);
