package io.partwarden.partition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A partitioned table as a request asks for it: nothing in it has been checked yet, so that everything that is wrong can be told at
 * once. The planner checks it and makes the plan.
 *
 * @param primaryKey column names, empty for none
 */
public record TableDefinition(
        String schema,
        String table,
        List<Column> columns,
        List<String> primaryKey,
        PartitionBy partitionBy,
        List<Index> indexes) {

    public TableDefinition {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        indexes = List.copyOf(indexes);
    }

    /**
     * @param type as SQL writes it: {@code numeric(10,2)}, {@code app.status[]}
     * @param nullable true unless the request says otherwise; null where it says nothing
     * @param defaultExpression from the small grammar of constants and a few functions
     */
    public record Column(
            String name,
            String type,
            @Nullable Boolean nullable,
            @Nullable String defaultExpression,
            @Nullable Identity identity) {}

    /** GENERATED .. AS IDENTITY's two forms. */
    public enum Identity {
        ALWAYS("ALWAYS"),
        BY_DEFAULT("BY DEFAULT");

        private final String sql;

        Identity(String sql) {
            this.sql = sql;
        }

        String sql() {
            return sql;
        }
    }

    /** The partition key; columns only, since a key of expressions allows no primary key or unique index at all. */
    public record PartitionBy(Strategy strategy, List<String> columns) {
        public PartitionBy {
            columns = List.copyOf(columns);
        }
    }

    /**
     * An index besides the primary key's.
     *
     * @param name null for one of our making
     */
    public record Index(
            List<String> columns, boolean unique, @Nullable String name, Method method) {

        /** The access methods that we make indexes with. */
        public enum Method {
            BTREE,
            BRIN,
            GIN,
            GIST,
            HASH
        }

        public Index {
            columns = List.copyOf(columns);
        }
    }
}
