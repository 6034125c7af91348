package io.partwarden.sql;

/** A table by its name and its identity: a guard holds that both still belong together. */
public record KnownTable(QualifiedName name, long oid) implements Comparable<KnownTable> {

    @Override
    public int compareTo(KnownTable other) {
        int byName = name.compareTo(other.name);
        return byName != 0 ? byName : Long.compare(oid, other.oid);
    }
}
