/**
 * SQL as values: identifiers, literals, DDL statements, and the plans made of them. No Spring, no JDBC. Text becomes SQL only here,
 * so a name that was not quoted, or a value that was not escaped, cannot reach a server.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.partwarden.sql;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
