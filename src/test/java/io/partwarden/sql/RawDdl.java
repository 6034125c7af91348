package io.partwarden.sql;

/** Any statement as a plan's, for tests of what runs plans. */
public final class RawDdl {

    private RawDdl() {}

    public static Ddl of(String sql) {
        return new Ddl(sql);
    }
}
