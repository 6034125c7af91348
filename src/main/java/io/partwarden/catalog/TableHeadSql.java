package io.partwarden.catalog;

/** The query behind {@link TableHead}. */
final class TableHeadSql {

    private TableHeadSql() {}

    /** {@code %s}: which tables. */
    private static final String RELATIONS = """
            WITH parent AS MATERIALIZED (
                SELECT c.*, n.nspname, p.partstrat, p.partattrs, p.partclass, p.partexprs, p.partdefid
                  FROM pg_catalog.pg_class c
                  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                  JOIN pg_catalog.pg_partitioned_table p ON p.partrelid = c.oid
                 WHERE c.relpersistence <> 't' AND %s
            )
            """;

    private static final String NEWEST = """
            SELECT l.*
              FROM pg_catalog.pg_inherits i
              JOIN pg_catalog.pg_class l ON l.oid = i.inhrelid
             WHERE i.inhparent = parent.oid AND l.relkind = 'r'
             ORDER BY i.inhrelid = parent.partdefid, i.inhrelid DESC
             LIMIT 1
            """;

    /** LIMIT 1 keeps the planner from reading the whole of pg_type for each table, which grows with the leaves. */
    private static final String KEY = """
            json_build_object(
                'strategy', parent.partstrat,
                'expressions', pg_catalog.pg_get_expr(parent.partexprs, parent.oid),
                'parts', (
                    SELECT json_agg(json_build_object(
                               'column', part.attname,
                               'type', json_build_object(
                                   'element', json_build_object('schema', tn.nspname, 'name', coalesce(e.typname, t.typname)),
                                   'array', e.oid IS NOT NULL,
                                   'formatted', pg_catalog.format_type(part.type, part.typmod)),
                               'base', (
                                   WITH RECURSIVE base AS (
                                       SELECT part.type, 0 AS depth
                                        UNION ALL
                                       SELECT d.typbasetype, depth + 1
                                         FROM base
                                        CROSS JOIN LATERAL (
                                           SELECT d.typbasetype FROM pg_catalog.pg_type d
                                            WHERE d.oid = base.type AND d.typtype = 'd' LIMIT 1) d
                                   )
                                   SELECT json_build_object('schema', bn.nspname, 'name', b.typname)
                                     FROM pg_catalog.pg_type b
                                     JOIN pg_catalog.pg_namespace bn ON bn.oid = b.typnamespace
                                    WHERE b.oid = (SELECT base.type FROM base ORDER BY base.depth DESC LIMIT 1)))
                           ORDER BY part.position)
                      FROM (SELECT k.position, a.attname, coalesce(a.atttypmod, -1) AS typmod,
                                   coalesce(a.atttypid,
                                       (SELECT o.opcintype FROM pg_catalog.pg_opclass o WHERE o.oid = k.opclass)) AS type
                              FROM unnest(parent.partattrs::int2[], parent.partclass::oid[])
                                   WITH ORDINALITY k(attnum, opclass, position)
                              LEFT JOIN pg_catalog.pg_attribute a
                                ON a.attrelid = parent.oid AND a.attnum = k.attnum AND k.attnum <> 0) part
                      JOIN pg_catalog.pg_type t ON t.oid = part.type
                      LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem AND e.typarray = t.oid
                      JOIN pg_catalog.pg_namespace tn ON tn.oid = coalesce(e.typnamespace, t.typnamespace)))
            """;

    /** Default privileges apply to what our session's role creates, before the table is given to its owner. */
    private static final String OWNER = """
            json_build_object(
                'name', pg_catalog.pg_get_userbyid(parent.relowner),
                'change', pg_catalog.pg_get_userbyid(parent.relowner) <> current_user,
                'revokes', (
                    SELECT coalesce(json_agg(DISTINCT r.rolname::text), '[]')
                      FROM pg_catalog.pg_default_acl d
                     CROSS JOIN pg_catalog.aclexplode(d.defaclacl) x
                      LEFT JOIN pg_catalog.pg_roles r ON r.oid = x.grantee
                     WHERE d.defaclobjtype = 'r' AND d.defaclnamespace IN (0, parent.relnamespace)
                       AND pg_catalog.pg_get_userbyid(d.defaclrole) = current_user
                       AND x.grantee NOT IN (d.defaclrole, parent.relowner)),
                'grants', (
                    SELECT coalesce(json_agg(json_build_object(
                               'grantee', r.rolname, 'privilege', x.privilege_type, 'grantable', x.is_grantable,
                               'column', x.attname)
                           ORDER BY x.attname NULLS FIRST, r.rolname NULLS FIRST, x.privilege_type), '[]')
                      FROM (SELECT NULL::name AS attname, g.*
                              FROM pg_catalog.aclexplode(parent.relacl) g
                             UNION
                            SELECT a.attname, g.*
                              FROM pg_catalog.pg_attribute a, pg_catalog.aclexplode(a.attacl) g
                             WHERE a.attrelid = parent.oid AND a.attnum > 0 AND NOT a.attisdropped) x
                      LEFT JOIN pg_catalog.pg_roles r ON r.oid = x.grantee
                     WHERE x.grantee <> parent.relowner))
            """;

    private static final String SECURITY = """
            json_build_object(
                'enabled', parent.relrowsecurity,
                'forced', parent.relforcerowsecurity,
                'policies', (
                    SELECT coalesce(json_agg(json_build_object(
                               'name', o.polname, 'permissive', o.polpermissive, 'command', o.polcmd,
                               'roles', ARRAY(SELECT r.rolname FROM pg_catalog.pg_roles r
                                               WHERE r.oid = ANY (o.polroles) ORDER BY r.rolname),
                               'using', pg_catalog.pg_get_expr(o.polqual, o.polrelid),
                               'check', pg_catalog.pg_get_expr(o.polwithcheck, o.polrelid))
                           ORDER BY o.polname), '[]')
                      FROM pg_catalog.pg_policy o WHERE o.polrelid = parent.oid))
            """;

    private static final String STORAGE = """
            json_build_object(
                'place', json_build_object(
                    'tablespace', (
                        SELECT s.spcname FROM pg_catalog.pg_tablespace s
                         WHERE s.oid = coalesce(nullif(parent.reltablespace, 0), nullif(newest.reltablespace, 0),
                                   (SELECT d.dattablespace FROM pg_catalog.pg_database d
                                     WHERE d.datname = pg_catalog.current_database()))),
                    'parent_tablespace', (
                        SELECT s.spcname FROM pg_catalog.pg_tablespace s WHERE s.oid = parent.reltablespace),
                    'access_method', coalesce(
                        (SELECT m.amname FROM pg_catalog.pg_am m
                          WHERE m.oid = coalesce(nullif(parent.relam, 0), newest.relam)),
                        pg_catalog.current_setting('default_table_access_method'))),
                'parameters', ARRAY(
                    SELECT o FROM unnest(newest.reloptions) o
                     UNION ALL
                    SELECT 'toast.' || o FROM pg_catalog.pg_class toast, unnest(toast.reloptions) o
                     WHERE toast.oid = newest.reltoastrelid),
                'replica_identity', CASE WHEN parent.relreplident = 'd'
                                         THEN coalesce(newest.relreplident, 'd') ELSE parent.relreplident END,
                'replica_index', (
                    SELECT json_build_object('schema', n.nspname, 'name', c.relname)
                      FROM pg_catalog.pg_index x
                      LEFT JOIN pg_catalog.pg_inherits i ON i.inhrelid = x.indexrelid AND x.indrelid <> parent.oid
                      JOIN pg_catalog.pg_class c
                        ON c.oid = CASE WHEN x.indrelid = parent.oid THEN x.indexrelid ELSE i.inhparent END
                      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                     WHERE x.indisreplident
                       AND x.indrelid = CASE WHEN parent.relreplident = 'd' THEN newest.oid ELSE parent.oid END),
                'statistics', (
                    SELECT coalesce(json_object_agg(a.attname, coalesce(nullif(a.attstattarget, -1), l.attstattarget)), '{}')
                      FROM pg_catalog.pg_attribute a
                      LEFT JOIN pg_catalog.pg_attribute l
                        ON l.attrelid = newest.oid AND l.attname = a.attname AND NOT l.attisdropped
                     WHERE a.attrelid = parent.oid AND a.attnum > 0 AND NOT a.attisdropped
                       AND coalesce(nullif(a.attstattarget, -1), l.attstattarget) >= 0),
                'comment', pg_catalog.obj_description(parent.oid, 'pg_class'),
                'columns', (
                    SELECT pg_catalog.string_agg(concat_ws(' ', a.attname, a.atttypid, a.atttypmod, a.attcollation,
                               a.attnotnull, a.attidentity, a.attgenerated,
                               pg_catalog.pg_get_expr(d.adbin, d.adrelid)), E'\\n' ORDER BY a.attnum)
                      FROM pg_catalog.pg_attribute a
                      LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                     WHERE a.attrelid = parent.oid AND a.attnum > 0 AND NOT a.attisdropped))
            """;

    /** LOCK TABLE wants UPDATE, DELETE or TRUNCATE (17 and later: or MAINTAIN) for modes beyond ROW EXCLUSIVE (manual, LOCK). */
    private static final String NEIGHBOUR = """
            SELECT coalesce(json_agg(json_build_object(
                       'table', json_build_object('schema', n.nspname, 'name', c.relname),
                       'lockable', pg_catalog.has_schema_privilege(n.oid, 'USAGE')
                           AND pg_catalog.has_table_privilege(c.oid, 'UPDATE, DELETE, TRUNCATE'
                               || CASE WHEN current_setting('server_version_num')::int >= 170000
                                       THEN ', MAINTAIN' ELSE '' END))), '[]')
              FROM pg_catalog.pg_class c
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE c.oid IN (%s)
            """;

    private static final String REFERENCED =
            "SELECT f.confrelid FROM pg_catalog.pg_constraint f WHERE f.contype = 'f' AND f.conrelid = parent.oid";

    /** By way of pg_depend: no index of pg_constraint leads from a table to the keys that refer to it. */
    private static final String REFERENCING = """
            SELECT f.conrelid
              FROM pg_catalog.pg_depend d
              JOIN pg_catalog.pg_constraint f ON f.oid = d.objid
             WHERE d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = parent.oid
               AND d.classid = 'pg_catalog.pg_constraint'::regclass
               AND f.contype = 'f' AND f.confrelid = parent.oid
            """;

    private static final String DOCUMENT = """
            SELECT json_build_object(
                'table', json_build_object('oid', parent.oid::bigint, 'schema', parent.nspname, 'name', parent.relname),
                'server_version', current_setting('server_version_num')::int / 10000,
                'key', %s,
                'owner', %s,
                'security', %s,
                'storage', %s,
                'neighbours', json_build_object('referenced', (%s), 'referencing', (%s)))::text
              FROM parent LEFT JOIN LATERAL (%s) newest ON true
            """.formatted(
            KEY, OWNER, SECURITY, STORAGE, NEIGHBOUR.formatted(REFERENCED), NEIGHBOUR.formatted(REFERENCING), NEWEST);

    static final String BY_NAME = RELATIONS.formatted("n.nspname = :schema AND c.relname = :name") + DOCUMENT;

    static final String BY_OID = RELATIONS.formatted("c.oid = ANY (CAST(CAST(:oids AS bigint[]) AS oid[]))") + DOCUMENT;
}
