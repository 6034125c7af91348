/**
 * A PostgreSQL 18 of our own, so that the service starts with a JDK and nothing else. It runs only when no
 * {@code spring.datasource.url} is set, keeps its data below the home directory with production settings, listens on loopback and
 * holds two databases: our metadata, and {@code local}, which is the user's.
 */
@NullMarked
@ApplicationModule(allowedDependencies = "shared")
package io.partwarden.embedded;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
