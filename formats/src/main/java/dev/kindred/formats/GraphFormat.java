package dev.kindred.formats;

/** A format that {@link GraphFiles} reads. */
public enum GraphFormat {
    NPZ("NumPy archive", ".npz with adj_* or edge_index, attr_* or x, and labels; also SciPy's save_npz"),
    NPY(
            "NumPy arrays",
            "a folder with edge_index.npy or adj.npy, and x.npy; NAME_adj.npy, NAME_feat.npy, NAME_label.npy"),
    PLANETOID("Planetoid pickles", "a folder with ind.NAME.x, ind.NAME.graph, .."),
    CITES("Planetoid text", "NAME.content beside NAME.cites"),
    SDCN("SDCN text", "NAME.txt beside NAME_graph.txt"),
    OGB("OGB raw folder", "a folder with edge.csv.gz and num-node-list.csv.gz"),
    GRAPHML("GraphML", ".graphml"),
    GEXF("GEXF", ".gexf"),
    GML("GML", ".gml"),
    NODE_LINK("node-link JSON", ".json with nodes and links"),
    PAJEK("Pajek", ".net"),
    METIS("METIS", ".graph"),
    MATRIX_MARKET("Matrix Market", ".mtx"),
    TORCH("PyTorch", ".pt of a PyG Data"),
    MATLAB("MATLAB", ".mat of version 5 to 7.3"),
    ANN_DATA("AnnData", ".h5ad");

    private final String title;
    private final String looks;

    GraphFormat(String title, String looks) {
        this.title = title;
        this.looks = looks;
    }

    /** Its name in the field. */
    public String title() {
        return title;
    }

    /** What its files are called, or what a folder of it holds. */
    public String looks() {
        return looks;
    }
}
