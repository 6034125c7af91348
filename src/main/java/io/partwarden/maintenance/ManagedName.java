package io.partwarden.maintenance;

import io.partwarden.sql.QualifiedName;

/** A table of a target that has a policy, or may get one. */
public record ManagedName(String target, QualifiedName table) {

    @Override
    public String toString() {
        return target + ":" + table;
    }
}
