package io.partwarden.sql;

/** A relation, type or operator's name with its schema; never resolved through search_path. */
public record QualifiedName(Identifier schema, Identifier name) implements Comparable<QualifiedName> {

    public static QualifiedName of(String schema, String name) {
        return new QualifiedName(new Identifier(schema), new Identifier(name));
    }

    public String quoted() {
        return schema.quoted() + '.' + name.quoted();
    }

    @Override
    public int compareTo(QualifiedName other) {
        int bySchema = schema.compareTo(other.schema);
        return bySchema != 0 ? bySchema : name.compareTo(other.name);
    }

    /** For people: {@code schema.name}, unquoted. */
    @Override
    public String toString() {
        return schema + "." + name;
    }
}
