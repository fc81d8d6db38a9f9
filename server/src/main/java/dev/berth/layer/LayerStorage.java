package dev.berth.layer;

import dev.berth.blob.BlobStore;
import dev.berth.db.Database;

/**
 * Where layers are kept: the facts, and the bytes of few, in the database, and other bytes as
 * blobs.
 *
 * @param small how many bytes a layer may have to be kept in the database
 */
public record LayerStorage(Database database, BlobStore blobs, int small) {}
