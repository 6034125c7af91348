package io.partwarden.sql;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The statements that give a table what neither LIKE nor ATTACH carries over: owner, privileges, row security, comments ... */
public final class TraitDdl {

    /** Every table or column privilege of PostgreSQL 14 to 18; a word that is none of them never becomes SQL. */
    private static final Set<String> PRIVILEGES =
            Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN");

    private static final Set<String> POLICY_COMMANDS = Set.of("ALL", "SELECT", "INSERT", "UPDATE", "DELETE");

    private TraitDdl() {}

    public static Ddl owner(QualifiedName table, Identifier owner) {
        return new Ddl("ALTER TABLE ONLY " + table.quoted() + " OWNER TO " + owner.quoted());
    }

    /** @param grantee null for PUBLIC */
    public static Ddl revokeAll(QualifiedName table, @Nullable Identifier grantee) {
        return new Ddl("REVOKE ALL ON TABLE " + table.quoted() + " FROM " + role(grantee));
    }

    /**
     * @param column null for the whole table
     * @param grantee null for PUBLIC
     */
    public static Ddl grant(
            QualifiedName table,
            String privilege,
            @Nullable Identifier column,
            @Nullable Identifier grantee,
            boolean grantable) {
        return new Ddl("GRANT " + known(privilege, PRIVILEGES) + (column == null ? "" : " (" + column.quoted() + ")")
                + " ON TABLE " + table.quoted() + " TO " + role(grantee) + (grantable ? " WITH GRANT OPTION" : ""));
    }

    public static Ddl comment(QualifiedName table, String text) {
        return new Ddl("COMMENT ON TABLE " + table.quoted() + " IS " + Literal.of(text));
    }

    public static Ddl enableRowSecurity(QualifiedName table) {
        return new Ddl("ALTER TABLE ONLY " + table.quoted() + " ENABLE ROW LEVEL SECURITY");
    }

    public static Ddl forceRowSecurity(QualifiedName table) {
        return new Ddl("ALTER TABLE ONLY " + table.quoted() + " FORCE ROW LEVEL SECURITY");
    }

    /**
     * @param roles empty for PUBLIC
     * @param using null for none, as is {@code check}
     */
    public static Ddl policy(
            QualifiedName table,
            PolicyHead head,
            List<Identifier> roles,
            @Nullable Expression using,
            @Nullable Expression check) {
        String to = roles.isEmpty()
                ? "PUBLIC"
                : roles.stream().map(Identifier::quoted).collect(Collectors.joining(", "));
        return new Ddl("CREATE POLICY " + head.name().quoted() + " ON " + table.quoted() + " AS "
                + (head.permissive() ? "PERMISSIVE" : "RESTRICTIVE") + " FOR " + known(head.command(), POLICY_COMMANDS)
                + " TO " + to
                + (using == null ? "" : " USING (" + using.sql() + ")")
                + (check == null ? "" : " WITH CHECK (" + check.sql() + ")"));
    }

    /** @param command ALL, SELECT, INSERT, UPDATE or DELETE */
    public record PolicyHead(Identifier name, boolean permissive, String command) {}

    public static Ddl replicaIdentityFull(QualifiedName table) {
        return new Ddl("ALTER TABLE ONLY " + table.quoted() + " REPLICA IDENTITY FULL");
    }

    public static Ddl replicaIdentityNothing(QualifiedName table) {
        return new Ddl("ALTER TABLE ONLY " + table.quoted() + " REPLICA IDENTITY NOTHING");
    }

    public static Ddl statistics(QualifiedName table, Identifier column, int target) {
        return new Ddl("ALTER TABLE ONLY " + table.quoted() + " ALTER COLUMN " + column.quoted() + " SET STATISTICS "
                + target);
    }

    private static String role(@Nullable Identifier grantee) {
        return grantee == null ? "PUBLIC" : grantee.quoted();
    }

    private static String known(String word, Set<String> words) {
        if (!words.contains(word)) {
            throw new IllegalArgumentException("Not one of " + words + ": " + word);
        }
        return word;
    }
}
