package io.partwarden.catalog;

import io.partwarden.partition.ForeignKeys;
import io.partwarden.partition.KeyColumn;
import io.partwarden.partition.LeafTraits;
import io.partwarden.partition.PartitionKey;
import io.partwarden.partition.Strategy;
import io.partwarden.sql.Expression;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.QualifiedName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Everything about a partitioned table that does not grow with its partitions, in one query for any number of tables.
 *
 * @param columns what the fingerprint says of its columns
 */
record TableHead(
        long oid,
        QualifiedName name,
        int serverVersion,
        PartitionKey key,
        LeafTraits traits,
        ForeignKeys foreignKeys,
        String columns) {

    static Optional<TableHead> read(JdbcClient session, QualifiedName table) {
        return session.sql(TableHeadSql.BY_NAME)
                .param("schema", table.schema().value())
                .param("name", table.name().value())
                .query(String.class)
                .optional()
                .map(TableHead::parse);
    }

    /** Of those that are partitioned tables, in no order. */
    static List<TableHead> read(JdbcClient session, Collection<Long> oids) {
        return session
                .sql(TableHeadSql.BY_OID)
                .param("oids", oids.toArray(Long[]::new))
                .query(String.class)
                .list()
                .stream()
                .map(TableHead::parse)
                .toList();
    }

    private static TableHead parse(String json) {
        return CatalogJson.read(json, Document.class).head();
    }

    /** The query's answer as it is spelled. */
    record Document(
            Table table,
            int serverVersion,
            Key key,
            Owner owner,
            Security security,
            Storage storage,
            Neighbours neighbours) {

        TableHead head() {
            LeafTraits traits = new LeafTraits(
                    owner.ownership(),
                    security.rowSecurity(),
                    storage.replica(),
                    storage.storage(),
                    storage.targets(),
                    storage.comment());
            return new TableHead(
                    table.oid(),
                    QualifiedName.of(table.schema(), table.name()),
                    serverVersion,
                    key.partitionKey(),
                    traits,
                    neighbours.foreignKeys(),
                    storage.columns());
        }
    }

    record Table(long oid, String schema, String name) {}

    record Key(String strategy, List<Part> parts, @Nullable String expressions) {

        PartitionKey partitionKey() {
            Iterator<String> inPlace =
                    ExpressionList.split(expressions == null ? "" : expressions).iterator();
            List<KeyColumn> columns = new ArrayList<>();
            for (Part part : parts) {
                Identifier column = part.column() == null ? null : new Identifier(part.column());
                Expression expression =
                        Expression.deparsed(column == null ? "(" + inPlace.next() + ")" : column.quoted());
                columns.add(new KeyColumn(column, expression, part.type().sqlType(), CatalogJson.family(part.base())));
            }
            return new PartitionKey(strategy(strategy), columns);
        }

        static Strategy strategy(String partstrat) {
            return switch (partstrat) {
                case "l" -> Strategy.LIST;
                case "h" -> Strategy.HASH;
                default -> Strategy.RANGE;
            };
        }
    }

    record Part(@Nullable String column, CatalogJson.Type type, CatalogJson.Name base) {}

    record Owner(String name, boolean change, List<@Nullable String> revokes, List<Grant> grants) {

        LeafTraits.Ownership ownership() {
            List<@Nullable Identifier> lockedOut = new ArrayList<>();
            revokes.forEach(r -> lockedOut.add(r == null ? null : new Identifier(r)));
            return new LeafTraits.Ownership(
                    new Identifier(name),
                    change,
                    lockedOut,
                    grants.stream().map(Grant::trait).toList());
        }
    }

    record Grant(
            @Nullable String grantee,
            String privilege,
            boolean grantable,
            @Nullable String column) {

        LeafTraits.Grant trait() {
            return new LeafTraits.Grant(
                    grantee == null ? null : new Identifier(grantee),
                    privilege,
                    grantable,
                    column == null ? null : new Identifier(column));
        }
    }

    record Security(boolean enabled, boolean forced, List<Policy> policies) {

        LeafTraits.RowSecurity rowSecurity() {
            return new LeafTraits.RowSecurity(
                    enabled, forced, policies.stream().map(Policy::trait).toList());
        }
    }

    record Policy(
            String name,
            boolean permissive,
            String command,
            List<String> roles,
            @Nullable String using,
            @Nullable String check) {

        LeafTraits.Policy trait() {
            return new LeafTraits.Policy(
                    new Identifier(name),
                    permissive,
                    switch (command) {
                        case "r" -> "SELECT";
                        case "a" -> "INSERT";
                        case "w" -> "UPDATE";
                        case "d" -> "DELETE";
                        default -> "ALL";
                    },
                    roles.stream().map(Identifier::new).toList(),
                    using == null ? null : Expression.deparsed(using),
                    check == null ? null : Expression.deparsed(check));
        }
    }

    record Storage(
            Place place,
            List<String> parameters,
            String replicaIdentity,
            CatalogJson.@Nullable Name replicaIndex,
            Map<String, Integer> statistics,
            @Nullable String comment,
            String columns) {

        LeafTraits.Storage storage() {
            Map<String, String> options = new LinkedHashMap<>();
            parameters.forEach(p -> options.put(p.substring(0, p.indexOf('=')), p.substring(p.indexOf('=') + 1)));
            return new LeafTraits.Storage(
                    new Identifier(place.tablespace()),
                    place.parentTablespace() == null ? null : new Identifier(place.parentTablespace()),
                    new Identifier(place.accessMethod()),
                    options);
        }

        LeafTraits.ReplicaIdentity replica() {
            LeafTraits.ReplicaIdentity.Kind kind = switch (replicaIdentity) {
                case "f" -> LeafTraits.ReplicaIdentity.Kind.FULL;
                case "n" -> LeafTraits.ReplicaIdentity.Kind.NOTHING;
                case "i" -> LeafTraits.ReplicaIdentity.Kind.INDEX;
                default -> LeafTraits.ReplicaIdentity.Kind.DEFAULT;
            };
            if (kind != LeafTraits.ReplicaIdentity.Kind.INDEX) {
                return new LeafTraits.ReplicaIdentity(kind, null);
            }
            // A leaf's own index that the parent knows nothing of cannot be made again by LIKE.
            return replicaIndex == null
                    ? new LeafTraits.ReplicaIdentity(LeafTraits.ReplicaIdentity.Kind.DEFAULT, null)
                    : new LeafTraits.ReplicaIdentity(kind, replicaIndex.qualified());
        }

        Map<Identifier, Integer> targets() {
            Map<Identifier, Integer> targets = new HashMap<>();
            statistics.forEach((column, target) -> targets.put(new Identifier(column), target));
            return targets;
        }
    }

    record Place(String tablespace, @Nullable String parentTablespace, String accessMethod) {}

    record Neighbours(List<Neighbour> referenced, List<Neighbour> referencing) {

        ForeignKeys foreignKeys() {
            return new ForeignKeys(sorted(referenced), sorted(referencing));
        }

        private static List<ForeignKeys.Neighbour> sorted(List<Neighbour> neighbours) {
            return neighbours.stream()
                    .map(n -> new ForeignKeys.Neighbour(n.table().qualified(), n.lockable()))
                    .sorted((a, b) -> a.table().compareTo(b.table()))
                    .toList();
        }
    }

    record Neighbour(CatalogJson.Name table, boolean lockable) {}
}
