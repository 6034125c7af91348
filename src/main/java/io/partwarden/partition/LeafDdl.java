package io.partwarden.partition;

import io.partwarden.sql.Ddl;
import io.partwarden.sql.Expression;
import io.partwarden.sql.PartitionDdl;
import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.TraitDdl;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The statements that make one new partition of a table ready to be attached, and those that can only follow the attach. */
final class LeafDdl {

    private final TableSnapshot table;
    private final LeafTraits traits;

    LeafDdl(TableSnapshot table) {
        this.table = table;
        this.traits = table.leafTraits();
    }

    Ddl create(NewPartition partition) {
        boolean leaf = partition.sub() == null;
        LeafTraits.Storage storage = traits.storage();
        return PartitionDdl.createLike(
                partition.name(),
                table.parent().name(),
                partitionBy(partition.sub()),
                leaf ? storage.tablespace() : storage.parentTablespace(),
                leaf ? storage.accessMethod() : null,
                leaf ? storage.parameters() : Map.of());
    }

    private static @Nullable Expression partitionBy(NewPartition.@Nullable SubPartitioning sub) {
        return sub == null
                ? null
                : PartitionDdl.partitionBy(sub.strategy().keyword().toUpperCase(Locale.ROOT), sub.columns());
    }

    /** What neither LIKE nor ATTACH carries over. */
    List<Ddl> equip(NewPartition partition) {
        QualifiedName name = partition.name();
        List<Ddl> ddl = new ArrayList<>();
        traits.statisticsTargets().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(e -> ddl.add(TraitDdl.statistics(name, e.getKey(), e.getValue())));
        if (traits.comment() != null) {
            ddl.add(TraitDdl.comment(name, traits.comment()));
        }
        LeafTraits.Ownership ownership = traits.ownership();
        if (ownership.changeOwner()) {
            ddl.add(TraitDdl.owner(name, ownership.owner()));
        }
        ownership.revokes().forEach(grantee -> ddl.add(TraitDdl.revokeAll(name, grantee)));
        ownership
                .grants()
                .forEach(g -> ddl.add(TraitDdl.grant(name, g.privilege(), g.column(), g.grantee(), g.grantable())));
        rowSecurity(name, ddl);
        return ddl;
    }

    private void rowSecurity(QualifiedName name, List<Ddl> ddl) {
        LeafTraits.RowSecurity security = traits.rowSecurity();
        for (LeafTraits.Policy policy : security.policies()) {
            ddl.add(TraitDdl.policy(
                    name,
                    new TraitDdl.PolicyHead(policy.name(), policy.permissive(), policy.command()),
                    policy.roles(),
                    policy.using(),
                    policy.check()));
        }
        if (security.enabled()) {
            ddl.add(TraitDdl.enableRowSecurity(name));
        }
        if (security.forced()) {
            ddl.add(TraitDdl.forceRowSecurity(name));
        }
    }

    /** The index of a replica identity is known as the parent's partition only after the attach. */
    List<Ddl> replicaIdentity(NewPartition partition) {
        LeafTraits.ReplicaIdentity identity = traits.replicaIdentity();
        return switch (identity.kind()) {
            case DEFAULT -> List.of();
            case FULL -> List.of(TraitDdl.replicaIdentityFull(partition.name()));
            case NOTHING -> List.of(TraitDdl.replicaIdentityNothing(partition.name()));
            case INDEX ->
                List.of(PartitionDdl.replicaIdentityIndex(
                        partition.name(), Objects.requireNonNull(identity.parentIndex())));
        };
    }
}
