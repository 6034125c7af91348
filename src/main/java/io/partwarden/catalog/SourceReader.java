package io.partwarden.catalog;

import io.partwarden.sql.Expression;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.TableSource;
import io.partwarden.sql.TableSource.Attachment;
import io.partwarden.sql.TableSource.Column;
import io.partwarden.sql.TableSource.Comment;
import io.partwarden.sql.TableSource.Constraint;
import io.partwarden.sql.TableSource.Definition;
import io.partwarden.sql.TableSource.Parts;
import io.partwarden.targets.Target;
import io.partwarden.targets.TargetSessions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** A table and all its partitions as the server deparses them: five queries, however many partitions there are. */
@Component
public final class SourceReader {

    private static final String TREE = """
            WITH RECURSIVE tree AS (
                SELECT c.oid, CAST(NULL AS oid) AS parent, 0 AS depth
                  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname = :schema AND c.relname = :name AND c.relkind = 'p'
                 UNION ALL
                SELECT i.inhrelid, i.inhparent, tree.depth + 1
                  FROM tree JOIN pg_catalog.pg_inherits i ON i.inhparent = tree.oid
            )
            SELECT tree.oid::bigint AS oid, coalesce(tree.parent, 0)::bigint AS parent, n.nspname, c.relname,
                   CASE WHEN c.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END AS key,
                   pg_catalog.pg_get_expr(c.relpartbound, c.oid) AS bound
              FROM tree
              JOIN pg_catalog.pg_class c ON c.oid = tree.oid AND c.relkind IN ('r', 'p')
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             ORDER BY tree.depth, n.nspname, c.relname
            """;

    private static final String COLUMNS = """
            SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull,
                   pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS expression,
                   CASE a.attgenerated WHEN 's' THEN 'STORED' WHEN 'v' THEN 'VIRTUAL' END AS generated,
                   CASE a.attidentity WHEN 'a' THEN 'ALWAYS' WHEN 'd' THEN 'BY DEFAULT' END AS identity,
                   cn.nspname, co.collname
              FROM pg_catalog.pg_attribute a
              JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
              LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
              LEFT JOIN pg_catalog.pg_collation co ON co.oid = a.attcollation AND a.attcollation <> t.typcollation
              LEFT JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace
             WHERE a.attrelid = CAST(:table AS oid) AND a.attnum > 0 AND NOT a.attisdropped
             ORDER BY a.attnum
            """;

    private static final String CONSTRAINTS = """
            SELECT conrelid::bigint AS oid, conname, pg_catalog.pg_get_constraintdef(oid) AS definition
              FROM pg_catalog.pg_constraint
             WHERE conrelid = ANY (CAST(CAST(:tables AS bigint[]) AS oid[]))
               AND contype IN ('c', 'p', 'u', 'f') AND conislocal AND conparentid = 0
             ORDER BY contype, conname
            """;

    private static final String INDEXES = """
            SELECT x.indrelid::bigint AS oid, pg_catalog.pg_get_indexdef(x.indexrelid) AS definition
              FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid
             WHERE x.indrelid = ANY (CAST(CAST(:tables AS bigint[]) AS oid[]))
               AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits h WHERE h.inhrelid = x.indexrelid)
               AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid = x.indexrelid AND k.conrelid = x.indrelid)
             ORDER BY c.relname
            """;

    private static final String COMMENTS = """
            SELECT d.objoid::bigint AS oid, a.attname, d.description
              FROM pg_catalog.pg_description d
              LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = d.objoid AND a.attnum = d.objsubid AND d.objsubid > 0
             WHERE d.objoid = ANY (CAST(CAST(:tables AS bigint[]) AS oid[])) AND d.classoid = 'pg_catalog.pg_class'::regclass
             ORDER BY d.objsubid
            """;

    private final TargetSessions sessions;

    SourceReader(TargetSessions sessions) {
        this.sessions = sessions;
    }

    /** Empty if there is no partitioned table of that name; foreign partitions are left out. */
    public Optional<TableSource> source(Target target, QualifiedName table) {
        if (!target.shows(table.schema().value())) {
            return Optional.empty();
        }
        return sessions.read(target, session -> {
            List<Node> tree = session.sql(TREE)
                    .param("schema", table.schema().value())
                    .param("name", table.name().value())
                    .query(SourceReader::node)
                    .list();
            return tree.isEmpty() ? Optional.empty() : Optional.of(new Tree(session, tree).source(tree.get(0), null));
        });
    }

    private record Node(
            long oid,
            long parent,
            QualifiedName name,
            @Nullable Expression key,
            @Nullable Expression bound) {}

    private record Owned<T>(long oid, T part) {}

    private static Node node(ResultSet row, int number) throws SQLException {
        return new Node(
                row.getLong("oid"),
                row.getLong("parent"),
                QualifiedName.of(row.getString("nspname"), row.getString("relname")),
                expression(row.getString("key")),
                expression(row.getString("bound")));
    }

    private static @Nullable Expression expression(@Nullable String text) {
        return text == null ? null : Expression.deparsed(text);
    }

    private static Column column(ResultSet row, int number) throws SQLException {
        String collation = row.getString("collname");
        return new Column(
                new Identifier(row.getString("attname")),
                Expression.deparsed(row.getString("type")),
                new Definition(
                        row.getBoolean("attnotnull"),
                        expression(row.getString("expression")),
                        row.getString("generated"),
                        row.getString("identity"),
                        collation == null ? null : QualifiedName.of(row.getString("nspname"), collation)));
    }

    private static Comment comment(ResultSet row, int number) throws SQLException {
        String column = row.getString("attname");
        return new Comment(column == null ? null : new Identifier(column), row.getString("description"));
    }

    /** The parts of every table of the tree, put together from the top. */
    private static final class Tree {

        private final Map<Long, List<Node>> children;
        private final List<Column> columns;
        private final Map<Long, List<Constraint>> constraints;
        private final Map<Long, List<Expression>> indexes;
        private final Map<Long, List<Comment>> comments;

        Tree(JdbcClient session, List<Node> nodes) {
            children = nodes.stream().collect(Collectors.groupingBy(Node::parent));
            columns = session.sql(COLUMNS)
                    .param("table", nodes.get(0).oid())
                    .query(SourceReader::column)
                    .list();
            Long[] oids = nodes.stream().map(Node::oid).toArray(Long[]::new);
            constraints = byTable(
                    session,
                    CONSTRAINTS,
                    oids,
                    (row, number) -> new Constraint(
                            new Identifier(row.getString("conname")),
                            Expression.deparsed(row.getString("definition"))));
            indexes =
                    byTable(session, INDEXES, oids, (row, number) -> Expression.deparsed(row.getString("definition")));
            comments = byTable(session, COMMENTS, oids, SourceReader::comment);
        }

        private static <T> Map<Long, List<T>> byTable(JdbcClient session, String sql, Long[] oids, RowMapper<T> part) {
            return session
                    .sql(sql)
                    .param("tables", oids)
                    .query((row, number) -> new Owned<>(row.getLong("oid"), part.mapRow(row, number)))
                    .list()
                    .stream()
                    .collect(Collectors.groupingBy(Owned::oid, Collectors.mapping(Owned::part, Collectors.toList())));
        }

        TableSource source(Node node, @Nullable Node parent) {
            Expression bound = node.bound();
            return new TableSource(
                    node.name(),
                    parent == null ? columns : List.of(),
                    node.key(),
                    parent == null || bound == null ? null : new Attachment(parent.name(), bound),
                    new Parts(
                            constraints.getOrDefault(node.oid(), List.of()),
                            indexes.getOrDefault(node.oid(), List.of())),
                    comments.getOrDefault(node.oid(), List.of()),
                    children.getOrDefault(node.oid(), List.of()).stream()
                            .map(child -> source(child, node))
                            .toList());
        }
    }
}
