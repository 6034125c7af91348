package io.partwarden.catalog;

import io.partwarden.partition.Bound;
import io.partwarden.partition.Datum;
import io.partwarden.partition.KeySpace;
import io.partwarden.partition.KeySpace.KeyValue;
import io.partwarden.partition.PartitionKey;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.SqlType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Lets the server read and order values as it does for the partition key itself: the column's type with its modifiers, the key's operator
 * class and collation. json_to_recordset reads a text as an INSERT would (too long is an error, domains are checked), where
 * a cast would cut it silently.
 */
final class KeySpaceReader {

    private static final String ORDERS = """
            SELECT on_.nspname AS operator_schema, o.oprname, cn.nspname AS collation_schema, c.collname
              FROM pg_catalog.pg_partitioned_table p
             CROSS JOIN unnest(p.partclass::oid[], p.partcollation::oid[]) WITH ORDINALITY k(opclass, collation_, position)
              JOIN pg_catalog.pg_opclass s ON s.oid = k.opclass
              LEFT JOIN pg_catalog.pg_amop a
                ON a.amopfamily = s.opcfamily AND a.amopmethod = s.opcmethod AND a.amopstrategy = 1
               AND a.amoplefttype = s.opcintype AND a.amoprighttype = s.opcintype AND p.partstrat <> 'h'
              LEFT JOIN pg_catalog.pg_operator o ON o.oid = a.amopopr
              LEFT JOIN pg_catalog.pg_namespace on_ ON on_.oid = o.oprnamespace
              LEFT JOIN pg_catalog.pg_collation c ON c.oid = k.collation_
              LEFT JOIN pg_catalog.pg_namespace cn ON cn.oid = c.collnamespace
             WHERE p.partrelid = CAST(:parent AS oid)
             ORDER BY k.position
            """;

    private final JdbcClient session;
    private final long parent;
    private final PartitionKey key;

    KeySpaceReader(JdbcClient session, long parent, PartitionKey key) {
        this.session = session;
        this.parent = parent;
        this.key = key;
    }

    private record KeyOrder(
            @Nullable String operator, @Nullable String collation) {}

    KeySpace of(List<Bound> bounds) {
        return of(bounds, List.of());
    }

    /** @throws InvalidKeyValueException naming the first of {@code extra} that cannot be read; the transaction is still good then */
    KeySpace of(List<Bound> bounds, List<Set<String>> extra) {
        List<Set<String>> values = values(bounds);
        for (int i = 0; i < extra.size(); i++) {
            for (String text : extra.get(i)) {
                if (text.indexOf('\0') >= 0) {
                    throw new InvalidKeyValueException(i, text);
                }
                values.get(i).add(text);
            }
        }
        if (values.stream().allMatch(Set::isEmpty)) {
            return new KeySpace(
                    values.stream().map(v -> Map.<String, KeyValue>of()).toList());
        }
        List<KeyOrder> orders = orders();
        return trying(() -> rank(orders, values), extra);
    }

    private List<Set<String>> values(List<Bound> bounds) {
        List<Set<String>> values = new ArrayList<>();
        key.columns().forEach(c -> values.add(new LinkedHashSet<>()));
        for (Bound bound : bounds) {
            if (bound instanceof Bound.Range range) {
                add(values, range.from());
                add(values, range.to());
            } else if (bound instanceof Bound.Values list) {
                list.values().forEach(v -> add(values, List.of(v)));
            }
        }
        return values;
    }

    private static void add(List<Set<String>> values, List<Datum> tuple) {
        for (int i = 0; i < tuple.size(); i++) {
            if (tuple.get(i) instanceof Datum.Value value) {
                values.get(i).add(value.text());
            }
        }
    }

    private List<KeyOrder> orders() {
        return session.sql(ORDERS)
                .param("parent", parent)
                .query((row, number) -> new KeyOrder(
                        operator(row.getString("operator_schema"), row.getString("oprname")),
                        row.getString("collname") == null
                                ? null
                                : QualifiedName.of(row.getString("collation_schema"), row.getString("collname"))
                                        .quoted()))
                .list();
    }

    /** An operator's name consists of symbols and is never quoted; its schema is. */
    private static @Nullable String operator(@Nullable String schema, @Nullable String name) {
        return schema == null || name == null ? null : "OPERATOR(" + new Identifier(schema).quoted() + "." + name + ")";
    }

    private KeySpace rank(List<KeyOrder> orders, List<Set<String>> values) {
        List<Map<String, KeyValue>> columns = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        Map<String, Object> params = new HashMap<>();
        for (int i = 0; i < values.size(); i++) {
            columns.add(new HashMap<>());
            if (!values.get(i).isEmpty()) {
                params.put("v" + i, values.get(i).toArray(new String[0]));
                parts.add(rankSql(i, orders.get(i)));
            }
        }
        session.sql(String.join(" UNION ALL ", parts)).params(params).query(row -> {
            columns.get(row.getInt("col"))
                    .put(row.getString("given"), new KeyValue(row.getString("canonical"), row.getInt("place")));
        });
        return new KeySpace(columns);
    }

    private String rankSql(int column, KeyOrder order) {
        String by = order.operator() == null
                ? "v::text"
                : "v" + (order.collation() == null ? "" : " COLLATE " + order.collation()) + " USING "
                        + order.operator();
        return "SELECT " + column + " AS col, given, v::text AS canonical, dense_rank() OVER (ORDER BY " + by
                + ")::int AS place FROM " + read(column);
    }

    /** Rows of (given text, v as the column's type) for the texts in parameter {@code v<column>}. */
    private String read(int column) {
        SqlType type = key.columns().get(column).type();
        String texts = "unnest(CAST(:v" + column + " AS text[])) u(x)";
        if (isJson(type)) {
            // A JSON string would become a JSON value instead of being read as one.
            return "(SELECT u.x AS given, u.x::" + type.quoted() + " AS v FROM " + texts + ") r";
        }
        return "pg_catalog.json_to_recordset((SELECT json_agg(json_build_object('given', u.x, 'v', u.x)) FROM " + texts
                + ")) AS r(given text, v " + type.quoted() + ")";
    }

    private static boolean isJson(SqlType type) {
        return type.name().equals(QualifiedName.of("pg_catalog", "jsonb")) && !type.array();
    }

    private KeySpace trying(Supplier<KeySpace> all, List<Set<String>> extra) {
        session.sql("SAVEPOINT reading").update();
        try {
            return all.get();
        } catch (DataAccessException e) {
            if (!isValuesFault(e)) {
                throw e;
            }
            for (int i = 0; i < extra.size(); i++) {
                requireReadable(i, List.copyOf(extra.get(i)));
            }
            throw e;
        }
    }

    /** Halves the texts until the first that cannot be read is alone. */
    private void requireReadable(int column, List<String> texts) {
        if (texts.isEmpty() || isReadable(column, texts)) {
            return;
        }
        if (texts.size() == 1) {
            throw new InvalidKeyValueException(column, texts.get(0));
        }
        requireReadable(column, texts.subList(0, texts.size() / 2));
        requireReadable(column, texts.subList(texts.size() / 2, texts.size()));
    }

    private boolean isReadable(int column, List<String> texts) {
        session.sql("ROLLBACK TO SAVEPOINT reading").update();
        try {
            session.sql("SELECT count(v::text) FROM " + read(column))
                    .param("v" + column, texts.toArray(new String[0]))
                    .query(Long.class)
                    .single();
            return true;
        } catch (DataAccessException e) {
            if (isValuesFault(e)) {
                session.sql("ROLLBACK TO SAVEPOINT reading").update();
                return false;
            }
            throw e;
        }
    }

    /** Classes 22 (data exception) and 23 (a domain's CHECK or NOT NULL). */
    private static boolean isValuesFault(DataAccessException failure) {
        return failure.getRootCause() instanceof SQLException sql
                && sql.getSQLState() != null
                && (sql.getSQLState().startsWith("22") || sql.getSQLState().startsWith("23"));
    }
}
