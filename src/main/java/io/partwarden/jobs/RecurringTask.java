package io.partwarden.jobs;

/**
 * A kind of work that comes again and again, for as many instances as {@link RecurringTasks} was told of. A feature declares it as a
 * bean; its name is stored, so it stays the same for ever.
 */
public interface RecurringTask {

    String name();

    /**
     * One run. It may end at any point by a kill of the process and is then run again, on another replica: so it looks at what is there
     * first. What it throws counts as a failure, and delays only this instance. On an interruption it ends soon.
     */
    void run(String instance);
}
