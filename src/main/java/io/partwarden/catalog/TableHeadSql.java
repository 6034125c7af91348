package io.partwarden.catalog;

/** The query behind {@link TableHead}. */
final class TableHeadSql {

    private TableHeadSql() {}

    private static final String RELATIONS = """
            WITH RECURSIVE parent AS (
                SELECT c.*, p.partstrat, p.partattrs, p.partclass, p.partexprs
                  FROM pg_catalog.pg_class c
                  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                  JOIN pg_catalog.pg_partitioned_table p ON p.partrelid = c.oid
                 WHERE n.nspname = :schema AND c.relname = :name AND c.relpersistence <> 't'
            ), newest AS (
                SELECT l.*
                  FROM parent
                  JOIN pg_catalog.pg_inherits i ON i.inhparent = parent.oid
                  JOIN pg_catalog.pg_class l ON l.oid = i.inhrelid
                 WHERE l.relkind = 'r'
                 ORDER BY pg_catalog.pg_get_expr(l.relpartbound, l.oid) = 'DEFAULT', l.oid DESC
                 LIMIT 1
            ), part AS (
                SELECT k.position, a.attname, coalesce(a.atttypid, o.opcintype) AS type, coalesce(a.atttypmod, -1) AS typmod
                  FROM parent
                 CROSS JOIN unnest(parent.partattrs::int2[]) WITH ORDINALITY k(attnum, position)
                  LEFT JOIN pg_catalog.pg_attribute a
                    ON a.attrelid = parent.oid AND a.attnum = k.attnum AND k.attnum <> 0
                  JOIN pg_catalog.pg_opclass o ON o.oid = parent.partclass[k.position - 1]
            ), base AS (
                SELECT part.position, part.type, 0 AS depth FROM part
                 UNION ALL
                SELECT base.position, t.typbasetype, depth + 1
                  FROM base JOIN pg_catalog.pg_type t ON t.oid = base.type
                 WHERE t.typtype = 'd'
            )
            """;

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
                               'base', (SELECT json_build_object('schema', bn.nspname, 'name', b.typname)
                                          FROM base
                                          JOIN pg_catalog.pg_type b ON b.oid = base.type
                                          JOIN pg_catalog.pg_namespace bn ON bn.oid = b.typnamespace
                                         WHERE base.position = part.position
                                         ORDER BY base.depth DESC LIMIT 1))
                           ORDER BY part.position)
                      FROM part
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
             WHERE c.oid IN (SELECT f.%s FROM pg_catalog.pg_constraint f
                              WHERE f.contype = 'f' AND f.%s = parent.oid)
            """;

    static final String HEAD = RELATIONS
            + """
            SELECT json_build_object(
                'oid', parent.oid::bigint,
                'server_version', current_setting('server_version_num')::int / 10000,
                'key', %s,
                'owner', %s,
                'security', %s,
                'storage', %s,
                'neighbours', json_build_object('referenced', (%s), 'referencing', (%s)))::text
              FROM parent LEFT JOIN newest ON true
            """.formatted(
                            KEY,
                            OWNER,
                            SECURITY,
                            STORAGE,
                            NEIGHBOUR.formatted("confrelid", "conrelid"),
                            NEIGHBOUR.formatted("conrelid", "confrelid"));
}
