package io.partwarden.partition;

import io.partwarden.sql.Expression;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.QualifiedName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a new partition must be given by hand, since neither LIKE nor ATTACH carries it over. Taken from the parent, and where a
 * parent cannot have it (storage parameters) from its newest leaf.
 *
 * @param statisticsTargets by column, only those that were set
 * @param comment of the table, null for none
 */
public record LeafTraits(
        Ownership ownership,
        RowSecurity rowSecurity,
        ReplicaIdentity replicaIdentity,
        Storage storage,
        Map<Identifier, Integer> statisticsTargets,
        @Nullable String comment) {

    public LeafTraits {
        statisticsTargets = Map.copyOf(statisticsTargets);
    }

    /**
     * Who owns it and who may use it. {@code revokes} are the grantees (null: PUBLIC) that default privileges would let in.
     *
     * @param changeOwner whether the owner differs from the role that our session creates tables as
     */
    public record Ownership(
            Identifier owner, boolean changeOwner, List<@Nullable Identifier> revokes, List<Grant> grants) {
        public Ownership {
            grants = List.copyOf(grants);
        }
    }

    /**
     * @param grantee null for PUBLIC
     * @param privilege SELECT, INSERT ... as aclexplode names it
     * @param column null for the whole table
     */
    public record Grant(
            @Nullable Identifier grantee,
            String privilege,
            boolean grantable,
            @Nullable Identifier column) {}

    public record RowSecurity(boolean enabled, boolean forced, List<Policy> policies) {
        public RowSecurity {
            policies = List.copyOf(policies);
        }
    }

    /**
     * @param command ALL, SELECT, INSERT, UPDATE or DELETE
     * @param roles empty for PUBLIC
     */
    public record Policy(
            Identifier name,
            boolean permissive,
            String command,
            List<Identifier> roles,
            @Nullable Expression using,
            @Nullable Expression check) {
        public Policy {
            roles = List.copyOf(roles);
        }
    }

    /**
     * @param parentIndex the parent's index for {@link Kind#INDEX}, else null
     */
    public record ReplicaIdentity(Kind kind, @Nullable QualifiedName parentIndex) {
        /** ALTER TABLE .. REPLICA IDENTITY's choices. */
        public enum Kind {
            DEFAULT,
            FULL,
            NOTHING,
            INDEX
        }
    }

    /**
     * @param tablespace where a leaf goes, always named: the session's default is somebody else's choice
     * @param parentTablespace the parent's own, null where it has none: a partitioned child takes no other, and PostgreSQL refuses the
     *     database's default by name there
     * @param parameters reloptions as stored, {@code fillfactor -> 70}, {@code toast.autovacuum_enabled -> false}
     */
    public record Storage(
            Identifier tablespace,
            @Nullable Identifier parentTablespace,
            Identifier accessMethod,
            Map<String, String> parameters) {
        public Storage {
            parameters = Map.copyOf(parameters);
        }
    }
}
