package io.partwarden.policy;

import io.partwarden.partition.KeyColumn;
import io.partwarden.partition.KeyFamily;
import io.partwarden.partition.PartitionKey;
import io.partwarden.partition.Strategy;
import io.partwarden.sql.Expression;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.SqlType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Keys for tests, each column called by its type. */
final class Keys {

    private static final Map<String, KeyFamily> FAMILIES = Map.of(
            "date", KeyFamily.DATE,
            "timestamp", KeyFamily.TIMESTAMP,
            "timestamptz", KeyFamily.TIMESTAMPTZ,
            "int2", KeyFamily.INTEGER,
            "int4", KeyFamily.INTEGER,
            "int8", KeyFamily.INTEGER,
            "numeric", KeyFamily.NUMERIC);

    private Keys() {}

    static KeyColumn column(String type, Integer... modifiers) {
        Identifier name = new Identifier(type);
        return new KeyColumn(
                name,
                Expression.deparsed(name.quoted()),
                new SqlType(QualifiedName.of("pg_catalog", type), List.of(modifiers), false, type),
                FAMILIES.getOrDefault(type, KeyFamily.OTHER));
    }

    static PartitionKey range(String... types) {
        return new PartitionKey(
                Strategy.RANGE, Arrays.stream(types).map(t -> column(t)).toList());
    }

    static PartitionKey list(String type) {
        return new PartitionKey(Strategy.LIST, List.of(column(type)));
    }

    static PartitionKey hash(String type) {
        return new PartitionKey(Strategy.HASH, List.of(column(type)));
    }
}
