package io.partwarden.maintenance.runs;

/** Why something that could be done is not done yet, although nothing failed. */
enum SkipReason {
    DEFAULT_HOLDS_ROWS("default-holds-rows"),
    MAX_PER_RUN("max-per-run"),
    MIN_PARTITIONS("min-partitions"),
    SHARED("shared"),
    CONFIRM_FIRST_RUN("confirm-first-run"),
    NO_VERIFIED_ARCHIVE("no-verified-archive"),
    FOREIGN_DETACH("foreign-detach"),
    DETACH_PENDING("detach-pending"),
    DETACHED_TABLE_CHANGED("detached-table-changed"),
    DETACHED_TO_STAY("detached-to-stay"),
    COMES_AFTER("comes-after"),
    HOOK_VETO("hook-veto"),
    HOOK_DEFER("hook-defer");

    private final String code;

    SkipReason(String code) {
        this.code = code;
    }

    String code() {
        return code;
    }
}
