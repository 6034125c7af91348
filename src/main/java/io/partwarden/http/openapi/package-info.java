/**
 * The OpenAPI document: what the controllers declare, completed with what holds for all of them - errors, common parameters, JSON
 * names - and with the examples under {@code openapi/examples}.
 */
@NullMarked
package io.partwarden.http.openapi;

import org.jspecify.annotations.NullMarked;
