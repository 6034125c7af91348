package io.partwarden.catalog;

import io.partwarden.partition.Bound;
import io.partwarden.partition.Datum;
import io.partwarden.partition.KeyColumn;
import io.partwarden.partition.KeySpace;
import io.partwarden.partition.KeySpace.KeyValue;
import io.partwarden.partition.PartitionKey;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.SqlType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Lets the server read and order values as it does for a partition key itself: the column's type with its modifiers, the key's operator
 * class and collation. json_to_recordset reads a text as an INSERT would (too long is an error, domains are checked), where
 * a cast would cut it silently.
 */
final class KeyRanking {

    private static final String ORDERS = """
            SELECT p.partrelid::bigint AS parent, on_.nspname AS operator_schema, o.oprname,
                   cn.nspname AS collation_schema, c.collname
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
             WHERE p.partrelid = ANY (CAST(CAST(:parents AS bigint[]) AS oid[]))
             ORDER BY p.partrelid, k.position
            """;

    private final JdbcClient session;

    KeyRanking(JdbcClient session) {
        this.session = session;
    }

    /** A key column's type and the order that its operator class and collation give; equal ones read and order values alike. */
    record Reading(SqlType type, Order order) {}

    /** @param operator "less than", null for hash */
    record Order(@Nullable String operator, @Nullable String collation) {

        private String by() {
            return operator == null
                    ? "v::text"
                    : "v" + (collation == null ? "" : " COLLATE " + collation) + " USING " + operator;
        }
    }

    /** A table's key and values of it, one set of texts per column. */
    record Question(long parent, PartitionKey key, List<Set<String>> values) {

        static Question of(long parent, PartitionKey key, Collection<Bound> bounds) {
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
            return new Question(parent, key, values);
        }

        private static void add(List<Set<String>> values, List<Datum> tuple) {
            for (int i = 0; i < tuple.size(); i++) {
                if (tuple.get(i) instanceof Datum.Value value) {
                    values.get(i).add(value.text());
                }
            }
        }

        private boolean isEmpty() {
            return values.stream().allMatch(Set::isEmpty);
        }

        private List<Reading> readings(List<Order> orders) {
            List<Reading> readings = new ArrayList<>();
            for (KeyColumn column : key.columns()) {
                readings.add(new Reading(column.type(), orders.get(readings.size())));
            }
            return readings;
        }

        private KeySpace answer(List<Reading> readings, Map<Reading, Map<String, KeyValue>> ranks) {
            List<Map<String, KeyValue>> columns = new ArrayList<>();
            for (Set<String> texts : values) {
                Map<String, KeyValue> all = ranks.getOrDefault(readings.get(columns.size()), Map.of());
                Map<String, KeyValue> own = new HashMap<>();
                texts.forEach(text ->
                        own.put(text, Objects.requireNonNull(all.get(text), "the server ranks all it is asked")));
                columns.add(own);
            }
            return new KeySpace(columns);
        }
    }

    /** By parent. Columns that read alike are ranked together, so that tables of one make cost one query for all. */
    Map<Long, KeySpace> of(Collection<Question> questions) {
        Map<Long, List<Order>> orders = orders(questions);
        Map<Reading, Set<String>> values = new LinkedHashMap<>();
        Map<Long, List<Reading>> readings = new HashMap<>();
        for (Question question : questions) {
            List<Reading> own = question.isEmpty()
                    ? List.of()
                    : question.readings(orders.getOrDefault(question.parent(), List.of()));
            readings.put(question.parent(), own);
            for (int i = 0; i < own.size(); i++) {
                values.computeIfAbsent(own.get(i), r -> new LinkedHashSet<>())
                        .addAll(question.values().get(i));
            }
        }
        values.values().removeIf(Set::isEmpty);
        Map<Reading, Map<String, KeyValue>> ranks = values.isEmpty() ? Map.of() : rank(values);
        Map<Long, KeySpace> answers = new HashMap<>();
        questions.forEach(q -> answers.put(q.parent(), answer(q, readings, ranks)));
        return answers;
    }

    private static KeySpace answer(
            Question question, Map<Long, List<Reading>> readings, Map<Reading, Map<String, KeyValue>> ranks) {
        return question.isEmpty()
                ? new KeySpace(question.values().stream()
                        .map(v -> Map.<String, KeyValue>of())
                        .toList())
                : question.answer(readings.getOrDefault(question.parent(), List.of()), ranks);
    }

    private Map<Long, List<Order>> orders(Collection<Question> questions) {
        Long[] parents = questions.stream()
                .filter(q -> !q.isEmpty())
                .map(Question::parent)
                .toArray(Long[]::new);
        Map<Long, List<Order>> orders = new HashMap<>();
        if (parents.length > 0) {
            session.sql(ORDERS).param("parents", parents).query(row -> {
                orders.computeIfAbsent(row.getLong("parent"), p -> new ArrayList<>())
                        .add(order(row));
            });
        }
        return orders;
    }

    private static Order order(ResultSet row) throws SQLException {
        String collation = row.getString("collname");
        return new Order(
                operator(row.getString("operator_schema"), row.getString("oprname")),
                collation == null
                        ? null
                        : QualifiedName.of(row.getString("collation_schema"), collation)
                                .quoted());
    }

    /** An operator's name consists of symbols and is never quoted; its schema is. */
    private static @Nullable String operator(@Nullable String schema, @Nullable String name) {
        return schema == null || name == null ? null : "OPERATOR(" + new Identifier(schema).quoted() + "." + name + ")";
    }

    private Map<Reading, Map<String, KeyValue>> rank(Map<Reading, Set<String>> values) {
        List<Map<String, KeyValue>> ranks = new ArrayList<>();
        Map<Reading, Map<String, KeyValue>> answer = new HashMap<>();
        List<String> parts = new ArrayList<>();
        Map<String, Object> params = new HashMap<>();
        values.forEach((reading, texts) -> {
            int i = ranks.size();
            ranks.add(new HashMap<>());
            answer.put(reading, ranks.get(i));
            params.put("v" + i, texts.toArray(new String[0]));
            parts.add("SELECT " + i + " AS reading, given, v::text AS canonical, dense_rank() OVER (ORDER BY "
                    + reading.order().by() + ")::int AS place FROM " + read("v" + i, reading.type()));
        });
        session.sql(String.join(" UNION ALL ", parts)).params(params).query(row -> {
            ranks.get(row.getInt("reading"))
                    .put(row.getString("given"), new KeyValue(row.getString("canonical"), row.getInt("place")));
        });
        return answer;
    }

    /** Rows of (given text, v as the type) for the texts in that parameter. */
    static String read(String parameter, SqlType type) {
        String texts = "unnest(CAST(:" + parameter + " AS text[])) u(x)";
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
}
